using System.Text.Json;
using NatComments.Core.Audit;
using NatComments.Core.Threads;

namespace NatComments.Core.Projections;

/// <summary>
/// What is followed of the words of a revision. The rest of a stored <see cref="CommentText"/> is passed over unread.
/// </summary>
/// <param name="Shown">As <see cref="CommentText.Shown"/>.</param>
/// <param name="HasLink">As <see cref="CommentText.HasLink"/>.</param>
/// <param name="Digest">SHA-256 of all that is stored: the audit chain vouches for it.</param>
public sealed record FollowedText(string Shown, bool HasLink, string Digest)
{
    /// <summary>
    /// Reads what <see cref="CommentText.ToBytes"/> wrote. Throws <see cref="JsonException"/> for anything else.
    /// </summary>
    public static FollowedText FromBytes(byte[] bytes)
    {
        var html = "";
        var json = new Utf8JsonReader(bytes);
        while (json.Read())
        {
            if (json is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 } && json.ValueTextEquals("html"u8)
                && json.Read())
            {
                html = json.GetString()!;
            }
        }

        return new(ShownText.Of(html), html.Contains("<a ", StringComparison.Ordinal), AuditRecord.Digest(bytes));
    }
}
