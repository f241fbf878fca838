using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.OpenApi;
using NatComments.Server.Accounts;
using NatComments.Server.Http;

namespace NatComments.Server.OpenApi;

/// <summary>Completes what the framework says of one operation: who may, what is refused, examples.</summary>
internal sealed class DescribedOperation(
    OpenApiOperation operation, ApiDescription description, OpenApiDocument document, HttpOptions options)
{
    /// <summary>The extension of an error response that lists its codes.</summary>
    public const string Codes = "x-codes";

    private readonly IList<object> _metadata = description.ActionDescriptor.EndpointMetadata;

    /// <summary>Completes it.</summary>
    /// <param name="examples">The examples of all operations.</param>
    public void Complete(IReadOnlyDictionary<string, Example> examples)
    {
        PathParameters.Describe(operation, description.RelativePath!);
        Queries();
        ReadByHandler();
        Security();
        Body();
        Errors();
        if (operation.OperationId is { } id && examples.TryGetValue(id, out var example))
        {
            Show(example);
        }
    }

    private void Queries()
    {
        var queries = operation.Parameters!.OfType<OpenApiParameter>().Where(one => one.In == ParameterLocation.Query);
        foreach (var parameter in queries)
        {
            // The framework knows ranges and lengths, but neither which values there are nor a default in words.
            var bound = description.ParameterDescriptions.FirstOrDefault(bound => bound.Name == parameter.Name);
            if (bound?.ParameterDescriptor is IParameterInfoParameterDescriptor { ParameterInfo: var info }
                && parameter.Schema is OpenApiSchema schema)
            {
                foreach (var attribute in info.GetCustomAttributes(false))
                {
                    Tell(schema, attribute);
                }
            }

            // Queries that are bound as properties of a class carry its names; the server does not look at the case.
            parameter.Name = char.ToLowerInvariant(parameter.Name![0]) + parameter.Name[1..];
        }
    }

    private void ReadByHandler()
    {
        foreach (var read in _metadata.OfType<DescribedParameter>())
        {
            var schema = new OpenApiSchema { Type = JsonSchemaType.String };
            if (read.Values.Count > 0)
            {
                schema.Enum = [.. read.Values.Select(value => (JsonNode)JsonValue.Create(value))];
            }

            operation.Parameters!.Add(new OpenApiParameter
            {
                Name = read.Name,
                In = read.IsHeader ? ParameterLocation.Header : ParameterLocation.Query,
                Description = read.Words,
                Schema = schema,
            });
        }
    }

    private static void Tell(OpenApiSchema schema, object attribute)
    {
        switch (attribute)
        {
            case AllowedValuesAttribute allowed:
                schema.Enum = [.. allowed.Values.OfType<string>().Select(value => (JsonNode)JsonValue.Create(value))];
                break;
            case DefaultValueAttribute { Value: string value }:
                schema.Default = JsonValue.Create(value);
                break;
        }
    }

    private void Security()
    {
        if (_metadata.OfType<RequiredRole>().LastOrDefault() is { } needed)
        {
            var where = description.RelativePath!.Contains("{site}", StringComparison.Ordinal) ? "the" : "every";
            var role = needed.Least is { } least
                ? $"Needs the role {least.ToString().ToLowerInvariant()} on {where} site: a session"
                : "Needs a session";
            var onlySession = _metadata.OfType<Credential>().Any(credential => credential.Scheme == Credential.Session);
            var changes = !HttpMethods.IsGet(description.HttpMethod!);
            var header = changes ? $" with the header {Sessions.ForgeryHeader}" : "";
            Say(role + header + (onlySession ? "." : ", or a personal token."));
            Allow(changes ? [SecuritySchemes.Session, SecuritySchemes.Forgery] : [SecuritySchemes.Session]);
            if (!onlySession)
            {
                Allow(SecuritySchemes.PersonalToken);
            }
        }
        else if (_metadata.OfType<RequiredApiKey>().Any())
        {
            Say("Needs an API key of a site.");
            Allow(SecuritySchemes.ApiKey);
        }
        else if (_metadata.OfType<Credential>().LastOrDefault() is { } credential)
        {
            Say(credential.Needed ? "Needs a reader token." : "With a reader token as that reader, else as a guest.");
            Allow(credential.Scheme);
            if (!credential.Needed)
            {
                Allow();
            }
        }
        else
        {
            operation.Security = [];
        }
    }

    private void Say(string sentence) =>
        operation.Description = operation.Description is null ? sentence : $"{operation.Description}\n\n{sentence}";

    private void Allow(params string[] schemes)
    {
        var requirement = new OpenApiSecurityRequirement();
        foreach (var scheme in schemes)
        {
            requirement[new OpenApiSecuritySchemeReference(scheme, document)] = [];
        }

        (operation.Security ??= []).Add(requirement);
    }

    private void Body()
    {
        if (operation.RequestBody is OpenApiRequestBody body)
        {
            var limit = _metadata.OfType<BodyLimit>().LastOrDefault()?.MaxBytes
                ?? (_metadata.OfType<BulkBody>().Any() ? options.MaxBulkBytes : options.MaxBodyBytes);
            body.Description = string.Create(
                CultureInfo.InvariantCulture,
                $"JSON, at most {limit:N0} bytes; fields that are not known here are refused.");
        }
    }

    private void Errors()
    {
        operation.Responses ??= [];
        foreach (var status in OperationErrors.Of(description).GroupBy(Problems.StatusOf))
        {
            var codes = status.ToList();
            operation.Responses[status.Key.ToString(CultureInfo.InvariantCulture)] =
                ErrorResponses.Shared(status.Key, codes) is { } shared
                    ? new OpenApiResponseReference(shared, document)
                    : ErrorResponses.Of(codes, document);
        }
    }

    private void Show(Example example)
    {
        foreach (var parameter in operation.Parameters!.OfType<OpenApiParameter>())
        {
            parameter.Example = example.Parameters.GetValueOrDefault(parameter.Name!)?.DeepClone();
        }

        foreach (var sent in operation.RequestBody?.Content?.Values ?? [])
        {
            sent.Example = example.Body?.DeepClone();
        }

        foreach (var (status, response) in operation.Responses!)
        {
            if (example.Response is not null && status[0] == '2' && response.Content is { } content)
            {
                Show(content.Values, example.Response);
            }
        }
    }

    private static void Show(IEnumerable<OpenApiMediaType> content, JsonNode response)
    {
        foreach (var answered in content)
        {
            answered.Example = response.DeepClone();
        }
    }
}
