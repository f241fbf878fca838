using System.Text.Json;
using System.Text.Json.Serialization;
using NatComments.Core.Storage.Keys;

namespace NatComments.Core.Threads;

/// <summary>The words of one revision of a comment and the name they were signed with: what is erased when a person is to be forgotten.</summary>
/// <param name="Name">As shown, at most <see cref="ThreadLimits.MaxNameLength"/> characters.</param>
/// <param name="Markdown">As written, at most <see cref="ThreadLimits.MaxTextLength"/> UTF-16 units.</param>
/// <param name="Html">As rendered and sanitised when the revision was made.</param>
/// <param name="Badge">"staff", "author" or null.</param>
public sealed record CommentText(string Name, string Markdown, string Html, string? Badge = null)
{
    /// <summary>The document that keeps the text of a revision.</summary>
    public static string Key(string article, Guid comment, int revision) => ThreadKeys.Text(article, comment, revision);

    /// <summary>True for the keys of texts.</summary>
    public static bool IsKey(string key) => key.StartsWith(ThreadKeys.Texts, StringComparison.Ordinal);

    /// <summary>What readers see of it, as text: what is judged and what moderators read.</summary>
    [JsonIgnore]
    public string Shown => ShownText.Of(Html);

    /// <summary>True when a reader can follow a link in it.</summary>
    [JsonIgnore]
    public bool HasLink => Html.Contains("<a ", StringComparison.Ordinal);

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, ThreadJson.Default.CommentText);

    public static CommentText FromBytes(byte[] bytes) => JsonSerializer.Deserialize(bytes, ThreadJson.Default.CommentText)!;
}

/// <summary>A text to be kept beside the events of a command. The key is the document's.</summary>
public readonly record struct KeptText(string Key, byte[] Value)
{
    /// <summary>What the keys of reports' documents begin with.</summary>
    public const string ReportPrefix = ThreadKeys.Reports;

    /// <summary>The document that keeps what a reporter wrote; one for each reporter.</summary>
    public static string ReportKey(string article, Guid comment, string reader) => ThreadKeys.Report(article, comment, reader);

    /// <summary>What the keys of receipts' documents begin with.</summary>
    public const string ReceiptPrefix = ThreadKeys.Receipts;

    // 22 letters are the first 128 bits of the digest: as many as the receipt itself keeps secret.
    private const int ReceiptDigits = 22;

    /// <summary>The document that says which comment a receipt is for. Its key is a digest: whoever reads the store holds no receipt.</summary>
    public static string ReceiptKey(string receipt) =>
        ThreadKeys.Receipt(System.Buffers.Text.Base64Url.EncodeToString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(receipt)))[..ReceiptDigits]);

    /// <summary>The document of a receipt as it was until digests were kept.</summary>
    public static string OldReceiptKey(string receipt) => ThreadKeys.OldReceipt(receipt);

    /// <summary>The receipt whose document has an old key; null for a key of today.</summary>
    public static string? OldReceipt(string key) => ThreadKeys.TryParseOldReceipt(key, out var receipt) ? receipt : null;

    /// <summary>The document that says that a comment's words were erased.</summary>
    public static string ErasedKey(string article, Guid comment) => ThreadKeys.Erased(article, comment);

    /// <summary>The index of what a reader wrote in reports; the key is that of the document without its beginning and the reader.</summary>
    public static string ReportsIndex(string reader) => AuthorKeys.ReportsOf(reader);

    /// <summary>Says which comment a receipt is for.</summary>
    public static KeptText Receipt(string receipt, ThreadId thread, Guid comment) =>
        new(ReceiptKey(receipt), System.Text.Encoding.UTF8.GetBytes($"{comment:N}{thread.Article}"));

    /// <summary>Reads what <see cref="Receipt"/> wrote.</summary>
    public static (ThreadId Thread, Guid Comment) ReadReceipt(string site, byte[] value)
    {
        var text = System.Text.Encoding.UTF8.GetString(value);
        return (ThreadId.FromTrusted(site, text[32..]), Guid.ParseExact(text[..32], "N"));
    }

    /// <summary>The document that keeps an appeal's statement.</summary>
    public static string AppealKey(string article, Guid comment) => ThreadKeys.Appeal(article, comment);
}
