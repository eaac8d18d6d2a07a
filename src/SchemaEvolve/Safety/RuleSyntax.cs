using SchemaEvolve.Planning;

namespace SchemaEvolve.Safety;

/// <summary>How a rule says what it has found.</summary>
public static class RuleSyntax
{
    extension(ISafetyRule rule)
    {
        /// <summary>A danger in what a migration asks for.</summary>
        /// <param name="request">What asks for it.</param>
        /// <param name="message">What is wrong, in the names of the schema.</param>
        /// <param name="instead">The C# to write instead.</param>
        public Finding Finds(Request request, string message, string? instead = null)
        {
            ArgumentNullException.ThrowIfNull(request);

            return new(rule.Id, rule.Severity, message) { Migration = request.Migration.Label, Operation = request.Operation.Description, Instead = instead };
        }

        /// <summary>A danger in a step of the plan.</summary>
        /// <param name="step">The step.</param>
        /// <param name="message">What is wrong, in the names of the schema.</param>
        /// <param name="instead">The C# to write instead.</param>
        public Finding Finds(Step step, string message, string? instead = null)
        {
            ArgumentNullException.ThrowIfNull(step);

            return new(rule.Id, rule.Severity, message) { Migration = step.Migration.Label, Operation = step.Description, Instead = instead };
        }

        /// <summary>A danger in how the database is doing.</summary>
        /// <param name="message">What is wrong.</param>
        /// <param name="instead">What to write or run instead.</param>
        public Finding Finds(string message, string? instead = null) => new(rule.Id, rule.Severity, message) { Instead = instead };
    }
}
