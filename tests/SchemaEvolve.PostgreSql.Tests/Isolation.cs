// Each test has a database of its own in a field of its own.
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
