using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using NatComments.Core.Threads;

namespace NatComments.Server.Pages;

/// <summary>A page of comments as JSON-LD (https://schema.org/Comment), for search engines.</summary>
internal static partial class LinkedData
{
    /// <summary>The element to stand in a page. No text can end it.</summary>
    public static string Of(PlainSetting setting, ThreadPage page)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default }))
        {
            json.WriteStartObject();
            json.WriteString("@context", "https://schema.org");
            json.WriteString("@type", "WebPage");
            json.WriteString("identifier", setting.Thread.Article);
            if (setting.Article.Title is { } title)
            {
                json.WriteString("name", title);
            }

            if (setting.Article.Url is { } url)
            {
                json.WriteString("url", url);
            }

            json.WriteNumber("commentCount", page.Count);
            json.WriteStartArray("comment");
            foreach (var comment in page.Comments.Where(comment => comment.Author is not null))
            {
                Comment(json, comment);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        // The encoder writes < as an escape.
        return $"<script type=\"application/ld+json\">{Encoding.UTF8.GetString(buffer.ToArray())}</script>";
    }

    private static void Comment(Utf8JsonWriter json, CommentView comment)
    {
        json.WriteStartObject();
        json.WriteString("@type", "Comment");
        json.WriteString("@id", $"#comment-{comment.Id}");
        json.WriteString("text", WebUtility.HtmlDecode(Tag().Replace(comment.Html, "")).Trim());
        json.WriteString("dateCreated", comment.PostedAt.UtcDateTime);
        if (comment.EditedAt is { } edited)
        {
            json.WriteString("dateModified", edited.UtcDateTime);
        }

        json.WriteNumber("upvoteCount", comment.Likes);
        if (comment.ParentId is { } parent)
        {
            json.WriteStartObject("parentItem");
            json.WriteString("@type", "Comment");
            json.WriteString("@id", $"#comment-{parent}");
            json.WriteEndObject();
        }

        json.WriteStartObject("author");
        json.WriteString("@type", "Person");
        json.WriteString("name", comment.Author!.Name);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
