// A test waits for its server more than half of its time.
[assembly: Parallelizable(ParallelScope.All)]
[assembly: LevelOfParallelism(4)]
