using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.RateLimiting;
using NatComments.Server.Accounts;
using NatComments.Server.Http;

namespace NatComments.Server.OpenApi;

/// <summary>
/// Which codes an operation may refuse with: those beside its mapping, those of its bound parameters, and those that
/// policies, the rate limiter, the checks of origins and the store add by themselves.
/// </summary>
internal static class OperationErrors
{
    /// <summary>What every operation may answer: the store is away, or there is a defect.</summary>
    public static readonly string[] Always =
    [
        Problems.InternalError, "store-unavailable", "store-full", "store-locked", "store-read-only", "store-sealed",
        "store-newer", "thread-busy",
    ];

    /// <summary>The codes of an operation, each once, sorted by status and name.</summary>
    public static IReadOnlyList<string> Of(ApiDescription operation)
    {
        var metadata = operation.ActionDescriptor.EndpointMetadata;
        return [.. metadata.OfType<Refuses>().SelectMany(refuses => refuses.Codes)
            .Concat(OfPolicies(operation, metadata)).Concat(Always).Distinct()
            .OrderBy(Problems.StatusOf).ThenBy(code => code, StringComparer.Ordinal)];
    }

    private static IEnumerable<string> OfPolicies(ApiDescription operation, IList<object> metadata)
    {
        var changes = !HttpMethods.IsGet(operation.HttpMethod!);
        var ofSite = operation.RelativePath!.Contains("{site}", StringComparison.Ordinal);
        if (metadata.OfType<RequiredRole>().LastOrDefault() is { } role)
        {
            foreach (var code in OfRole(role, changes, ofSite))
            {
                yield return code;
            }
        }
        else if (metadata.OfType<IAuthorizeData>().Any())
        {
            yield return Problems.InvalidToken;
        }

        if (ofSite)
        {
            yield return Problems.OriginNotAllowed;
        }

        if (changes && metadata.OfType<IDisableCorsAttribute>().Any())
        {
            yield return Problems.ForeignOrigin;
        }

        if (metadata.OfType<EnableRateLimitingAttribute>().Any())
        {
            yield return Problems.RateLimited;
        }

        // A number or a time that cannot be read.
        if (operation.ParameterDescriptions.Any(parameter => parameter.Source.Id is "Query" && !IsText(parameter.Type)))
        {
            yield return Problems.InvalidRequest;
        }
    }

    private static IEnumerable<string> OfRole(RequiredRole role, bool changes, bool ofSite)
    {
        yield return Problems.NotSignedIn;
        if (changes)
        {
            yield return Problems.ForgeryCheckFailed;
        }

        if (!role.SettingUp)
        {
            yield return Problems.PasswordMustBeSet;
            yield return Problems.SecondFactorMustBeSet;
        }

        if (role.Least is not null)
        {
            yield return Problems.RoleMissing;
            if (ofSite)
            {
                yield return Problems.SiteNotFound;
            }
        }
    }

    private static bool IsText(Type? type) => type == typeof(string) || type == typeof(string[]);
}
