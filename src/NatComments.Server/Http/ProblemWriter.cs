using System.Text.Json;

namespace NatComments.Server.Http;

/// <summary>Writes problems as documents (RFC 9457): refusals, and what the framework itself refuses.</summary>
internal sealed class ProblemWriter : IProblemDetailsWriter
{
    /// <summary>Under this name a problem carries its <see cref="Http.Refusal"/> to the writers.</summary>
    public const string Refusal = "refusal";

    /// <inheritdoc/>
    public bool CanWrite(ProblemDetailsContext context) => !AsksForPage(context.HttpContext);

    /// <summary>Whether a person's browser asks for a page: then a page also says what is wrong.</summary>
    public static bool AsksForPage(HttpContext http) =>
        !http.Request.Path.StartsWithSegments("/api")
        && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var (http, details) = (context.HttpContext, context.ProblemDetails);
        if (!details.Extensions.TryGetValue(Refusal, out var value) || value is not Refusal refusal)
        {
            return new(Problems.Write(http, Problems.OfStatus(details.Status ?? http.Response.StatusCode)));
        }

        var problem = new Problem($"urn:natcomments:{refusal.Code}", details.Title!, http.Response.StatusCode, refusal.Code, refusal.Detail)
        {
            Reason = refusal.Sanction?.Reason,
            Until = refusal.Sanction?.Until,
            Permanent = refusal.Sanction is { } sanction ? sanction.Until is null : null,
        };
        http.Response.ContentType = "application/problem+json";
        return new(JsonSerializer.SerializeAsync(http.Response.Body, problem, ProblemJson.Default.Problem, http.RequestAborted));
    }
}
