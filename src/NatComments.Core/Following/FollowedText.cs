using System.Text.Json;
using NatComments.Core.Audit;
using NatComments.Core.Threads;

namespace NatComments.Core.Following;

/// <summary>What is followed of the words of a revision. The rest of a stored <see cref="CommentText"/> is passed over unread: the HTML is longer than the words.</summary>
/// <param name="HasLink">As <see cref="CommentText.HasLink"/>.</param>
/// <param name="Digest">SHA-256 of all that is stored, the HTML that readers see included: the audit chain vouches for it.</param>
internal sealed record FollowedText(string Markdown, bool HasLink, string Digest)
{
    /// <summary>Reads what <see cref="CommentText.ToBytes"/> wrote. Throws <see cref="JsonException"/> for anything else.</summary>
    public static FollowedText FromBytes(byte[] bytes)
    {
        var (markdown, hasLink) = ("", false);
        var json = new Utf8JsonReader(bytes);
        while (json.Read())
        {
            if (json is not { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 })
            {
                continue;
            }

            if (json.ValueTextEquals("markdown"u8) && json.Read())
            {
                markdown = json.GetString()!;
            }
            else if (json.ValueTextEquals("html"u8) && json.Read())
            {
                // As the serialiser escapes it, and as others may.
                hasLink = json.ValueSpan.IndexOf("\\u003Ca "u8) >= 0 || json.ValueSpan.IndexOf("<a "u8) >= 0;
            }
        }

        return new(markdown, hasLink, AuditRecord.Digest(bytes));
    }
}
