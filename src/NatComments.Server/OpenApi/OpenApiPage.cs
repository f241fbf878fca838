using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using NatComments.Server.Http;

namespace NatComments.Server.OpenApi;

/// <summary>
/// The description of the API for programs (<c>/openapi/v1.json</c>) and a page to try it (<c>/openapi</c>). Nothing of
/// it is made before somebody asks for it.
/// </summary>
internal static class OpenApiPage
{
    /// <summary>The name of the one document.</summary>
    public const string Name = "v1";

    /// <summary>Adds the description.</summary>
    public static IServiceCollection AddApiDescription(this IServiceCollection services) =>
        services.AddOpenApi(Name, Describe);

    private static void Describe(OpenApiOptions options)
    {
        // Read when the document is made.
        var examples = new Lazy<Dictionary<string, Example>>(
            () => Examples.Read().ToDictionary(pair => pair.Operation, pair => pair.Example));
        options.AddOperationTransformer((operation, context, _) =>
        {
            var server = context.ApplicationServices.GetRequiredService<IOptions<HttpOptions>>().Value;
            new DescribedOperation(operation, context.Description, context.Document!, server).Complete(examples.Value);
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            Type(schema, context.JsonTypeInfo.Type);
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer(async (document, context, stop) =>
        {
            var server = context.ApplicationServices.GetRequiredService<IOptions<HttpOptions>>().Value;
            Say(document, server);
            var problem = await context.GetOrCreateSchemaAsync(typeof(Problem), null, stop);
            problem.Examples = [ErrorResponses.Example()];
            document.AddComponent(ErrorResponses.Schema, problem);
            ErrorResponses.Add(document);
            SecuritySchemes.Add(document);
        });
    }

    /// <summary>Maps the description and the page.</summary>
    public static void MapApiDescription(this WebApplication app)
    {
        var ready = new ReadyDocument(app.Services);
        app.MapGet($"/openapi/{Name}.json", ready.Answer).AllowAnonymous().ExcludeFromDescription();

        // Only where the page lies: it would look at every request.
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/openapi"), openApi => openApi.UseSwaggerUI(page =>
        {
            page.RoutePrefix = "openapi";
            page.DocumentTitle = "NatComments API";
            page.SwaggerEndpoint($"{Name}.json", $"NatComments {Name}");
        }));
    }

    private static void Say(OpenApiDocument document, HttpOptions options)
    {
        document.Info.Title = "NatComments";

        // Without a public address paths stand as they are: the framework would put the host before them that the
        // request names.
        document.Servers = options.PublicUrl is { } mine ? [new() { Url = mine.TrimEnd('/') }] : [];
        document.Info.Description = "Comments for news sites: reading, posting, moderating, scoring. Errors are "
            + "problem documents (RFC 9457) with a stable `code`; each operation lists those that it may answer with, "
            + "by status and in `x-codes`. To readers titles are said in their language: `?lang=`, or the header "
            + "`Accept-Language`.\n\n| code | status | |\n| --- | --- | --- |\n"
            + string.Concat(Problems.All.Select(problem =>
                $"| `{problem.Code}` | {problem.Status} | {problem.Title} |\n"));
    }

    // What is written by a converter of ours has no type by itself: names of an enumeration, and times.
    private static void Type(OpenApiSchema schema, Type type)
    {
        if (schema.Type is null && (schema.Enum is { Count: > 0 } || schema.Format == "date-time"))
        {
            var orNull = Nullable.GetUnderlyingType(type) is null ? default : JsonSchemaType.Null;
            schema.Type = JsonSchemaType.String | orNull;
        }
    }
}
