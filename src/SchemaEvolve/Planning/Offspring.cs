using SchemaEvolve.Changes;

namespace SchemaEvolve.Planning;

/// <summary>What was done to tables that are themselves taken back. It goes with them.</summary>
internal static class Offspring
{
    /// <summary>Those of the deeds, given in the order in which they were done, that need no way back of their own.</summary>
    public static HashSet<Deed> Of(IEnumerable<Deed> deeds)
    {
        var born = new HashSet<QualifiedName>();
        var offspring = new HashSet<Deed>(ReferenceEqualityComparer.Instance);
        foreach (var deed in deeds)
        {
            switch (deed.Core)
            {
                case CreateTable create:
                    born.Add(create.Table.Name);
                    break;

                // From here on, the table is known by another name, or not there.
                case RenameTable rename:
                    born.Remove(rename.From);
                    break;
                case DropTable drop when deed.IsComplete:
                    born.Remove(drop.Table);
                    break;
                case TableChange change when born.Contains(change.Table):
                case { IsOpaque: false, Tables.Count: > 0 } other when other is not TableChange && other.TablesIn(deed.Before).All(born.Contains):
                    offspring.Add(deed);
                    break;
            }
        }

        return offspring;
    }
}
