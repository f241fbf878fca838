using System.Text.RegularExpressions;
using Microsoft.OpenApi;
using NatComments.Core.Threads;
using NatComments.Server.Http;

namespace NatComments.Server.OpenApi;

/// <summary>
/// Describes the parameters of the path. A handler that means something else by a name describes its own.
/// </summary>
internal static partial class PathParameters
{
    private static readonly Dictionary<string, (string Words, Action<OpenApiSchema>? Limit)> Known = new()
    {
        ["site"] = ("The id of the site.", null),
        ["article"] = (
            "The site's own id of the article (post-1234, or a path), URL-encoded.",
            schema => (schema.MinLength, schema.MaxLength) = (1, ThreadId.MaxArticleLength)),
        ["id"] = ("The id of the comment.", schema => schema.Format = "uuid"),
        ["receipt"] = ("The receipt that came with the comment.", null),
        ["account"] = ("The id of the person's account, as the list of people says it.", null),
        ["key"] = ("The id of the API key; not its secret.", null),
        ["queue"] = ("A queue (pending, reported, appealed, escalated, …), or the id of a saved view.", null),
        ["view"] = ("The id of the saved view.", null),
        ["entry"] = ("The entry's name, as its queue says it.", null),
        ["author"] = (
            "The id of the author, as comments and entries say it.",
            schema => (schema.MinLength, schema.MaxLength) = (1, Ids.MaxAuthorLength)),
        ["cluster"] = (
            "The id of the group of comments that are nearly the same text.",
            schema => schema.Format = "uuid"),
        ["sanction"] = ("The id of the sanction.", null),
        ["list"] = ("The name of the word list.", null),
    };

    /// <summary>
    /// Adds those that the framework does not see, because a handler binds them as a whole, and words for all.
    /// </summary>
    public static void Describe(OpenApiOperation operation, string path)
    {
        operation.Parameters ??= [];
        var at = 0;
        foreach (var name in Names().Matches(path).Select(match => match.Groups[1].Value))
        {
            var found = operation.Parameters.OfType<OpenApiParameter>()
                .FirstOrDefault(one => one.In == ParameterLocation.Path && one.Name == name);
            if (found is null)
            {
                found = new OpenApiParameter { Name = name, In = ParameterLocation.Path, Required = true };
                operation.Parameters.Insert(at, found);
            }

            at++;
            if (found.Description is not null)
            {
                found.Schema ??= new OpenApiSchema { Type = JsonSchemaType.String };
                continue;
            }

            var (words, limit) = Known[name];
            var schema = new OpenApiSchema { Type = JsonSchemaType.String };
            limit?.Invoke(schema);
            (found.Description, found.Schema) = (words, schema);
        }
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Names();
}
