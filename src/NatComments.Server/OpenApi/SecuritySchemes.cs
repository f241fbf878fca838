using Microsoft.OpenApi;
using NatComments.Server.Accounts;
using NatComments.Server.Http;

namespace NatComments.Server.OpenApi;

/// <summary>How a request can say who sends it, as the document names it.</summary>
internal static class SecuritySchemes
{
    public const string Session = Credential.Session;
    public const string Forgery = "antiForgery";
    public const string PersonalToken = "personalToken";
    public const string ApiKey = "apiKey";

    /// <summary>Adds them to the document.</summary>
    public static void Add(OpenApiDocument document)
    {
        Add(Credential.ReaderToken, Bearer("A reader's token, which came with the first comment."));
        Add(PersonalToken, Bearer("A moderator's personal token."));
        Add(ApiKey, Bearer("An API key of a site."));
        Add(Session, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Cookie,
            Name = Sessions.Cookie,
            Description = "A moderator's session. Signing in sets the cookie, and the browser sends it by itself.",
        });
        Add(Forgery, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = Sessions.ForgeryHeader,
            Description = "The session's anti-forgery value: `antiForgery` in the answer to signing in.",
        });

        void Add(string name, IOpenApiSecurityScheme scheme) => document.AddComponent(name, scheme);
    }

    private static OpenApiSecurityScheme Bearer(string words) =>
        new() { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = words };
}
