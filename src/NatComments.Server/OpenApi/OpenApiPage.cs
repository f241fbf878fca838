using System.Text.RegularExpressions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using NatComments.Server.Accounts;
using NatComments.Server.Http;

namespace NatComments.Server.OpenApi;

/// <summary>The description of the API for programs (<c>/openapi/v1.json</c>) and a page to try it (<c>/openapi</c>).</summary>
internal static partial class OpenApiPage
{
    /// <summary>Adds the description.</summary>
    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", Describe);

    private static void Describe(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, context, _) =>
        {
            document.Info.Title = "NatComments";

            // Without a public address paths stand as they are: the framework would put the host before them that the request names.
            document.Servers = context.ApplicationServices.GetRequiredService<IOptions<HttpOptions>>().Value.PublicUrl is { } mine ? [new() { Url = mine.TrimEnd('/') }] : [];
            document.Info.Description = "Comments for news sites: reading, posting, moderating, scoring. Errors are problem documents (RFC 9457) with a stable `code`:\n\n| code | status | |\n| --- | --- | --- |\n"
                + string.Concat(Problems.All.Select(problem => $"| `{problem.Code}` | {problem.Status} | {problem.Title} |\n"));
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            // Parameters that handlers bind as a whole (a site, a thread) still stand in the path.
            foreach (var name in PathParameter().Matches(context.Description.RelativePath!).Select(match => match.Groups[1].Value))
            {
                operation.Parameters ??= [];
                if (!operation.Parameters.Any(parameter => parameter.Name == name))
                {
                    operation.Parameters.Add(new OpenApiParameter
                    {
                        Name = name,
                        In = ParameterLocation.Path,
                        Required = true,
                        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                    });
                }
            }

            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<RequiredRole>().FirstOrDefault() is { } needed)
            {
                operation.Description = needed.Least is { } role
                    ? $"Needs the role {role.ToString().ToLowerInvariant()} on {(context.Description.RelativePath!.Contains("{site}", StringComparison.Ordinal) ? "the" : "every")} site: a session with the header {Sessions.ForgeryHeader}, or a personal token."
                    : "Needs a session or a personal token.";
            }

            return Task.CompletedTask;
        });
    }

    /// <summary>Maps the description and the page.</summary>
    public static void MapApiDescription(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json");

        // Only where the page lies: it would look at every request.
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/openapi"), openApi => openApi.UseSwaggerUI(page =>
        {
            page.RoutePrefix = "openapi";
            page.DocumentTitle = "NatComments API";
            page.SwaggerEndpoint("v1.json", "NatComments v1");
        }));
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex PathParameter();
}
