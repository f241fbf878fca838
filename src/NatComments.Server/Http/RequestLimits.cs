namespace NatComments.Server.Http;

/// <summary>Limits that refusals name. Each belongs to the feature that its name says.</summary>
internal static class RequestLimits
{
    /// <summary>
    /// 16 characters: a key proves who posted, so one that can be guessed is refused. A UUID has 36.
    /// </summary>
    public const int MinIdempotencyKey = 16;

    /// <summary>200 characters: several UUIDs in a row.</summary>
    public const int MaxIdempotencyKey = 200;

    /// <summary>20 API keys for one site: a program each.</summary>
    public const int ApiKeys = 20;

    /// <summary>50 tokens for one person: more programs than anybody runs.</summary>
    public const int PersonalTokens = 50;
}
