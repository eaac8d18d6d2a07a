// Each test has a place of its own in a field of its own.
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
