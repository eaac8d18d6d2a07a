using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Planning;

/// <summary>A change that is still to be made, and the parts of operations that asked for it.</summary>
internal sealed record Todo(Change Change, ValueList<Part> Parts);
