using NatComments.Server.Localization;

namespace NatComments.Server.Http;

/// <summary>
/// A "no" as a value: what an endpoint answers when it does not do what was asked, written as a problem document
/// (RFC 9457) with a stable code.
/// </summary>
/// <param name="Code">One of <see cref="Problems"/>, or of a thread's own refusals.</param>
/// <param name="Detail">What exactly is wrong, for whoever wrote the request; null when the code says it all.</param>
public sealed record Refusal(string Code, string? Detail = null) : IResult, IStatusCodeHttpResult
{
    /// <inheritdoc/>
    public int? StatusCode => Problems.StatusOf(Code);

    /// <summary>The sanction that keeps a visitor from it; null for another refusal.</summary>
    internal RefusingSanction? Sanction { get; init; }

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext) => Problems.Write(httpContext, this);
}

/// <summary>What a visitor is told of the sanction that keeps them from writing.</summary>
/// <param name="Say">All of it in words of their language.</param>
/// <param name="Until">When it ends by itself; null: for good.</param>
internal sealed record RefusingSanction(Func<Words, string> Say, string Reason, DateTimeOffset? Until);

/// <summary>A value, or the refusal that stands in its place.</summary>
public readonly struct Result<T>
{
    private readonly T? _value;

    private Result(T? value, Refusal? refused) => (_value, Refused) = (value, refused);

    /// <summary>The refusal; null when there is a value.</summary>
    public Refusal? Refused { get; }

    /// <summary>The value; throws where there is a refusal in its place.</summary>
    public T Value => Refused is null ? _value! : throw new InvalidOperationException($"Refused: {Refused.Code}.");

    /// <summary>Gives the value, or returns the refusal that stands in its place.</summary>
    public Refusal? Take(out T? value)
    {
        value = _value;
        return Refused;
    }

    /// <summary>Takes the value apart: the value, and the refusal or null.</summary>
    public void Deconstruct(out T? value, out Refusal? refused) => (value, refused) = (_value, Refused);

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Refusal refused) => new(default, refused);
}
