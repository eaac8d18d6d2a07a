using Dapper;

// Rows are read by code that is written while this package compiles: nothing is emitted at run time, and trimming keeps it whole.
[module: DapperAot]
