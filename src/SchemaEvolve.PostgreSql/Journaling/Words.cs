using SchemaEvolve.Planning;

namespace SchemaEvolve.PostgreSql.Journaling;

/// <summary>Phases and states as the journal's tables spell them: in lower case, for whoever reads them in psql.</summary>
internal static class Words
{
    public static string Of(Phase phase) => Lower(phase.ToString());

    public static string Of(MigrationState state) => Lower(state.ToString());

    public static string Of(StepState state) => Lower(state.ToString());

    public static Phase ToPhase(string word) => Enum.Parse<Phase>(word, ignoreCase: true);

    public static MigrationState ToMigrationState(string word) => Enum.Parse<MigrationState>(word, ignoreCase: true);

    public static StepState ToStepState(string word) => Enum.Parse<StepState>(word, ignoreCase: true);

    private static string Lower(string word) => word.ToLowerInvariant();
}
