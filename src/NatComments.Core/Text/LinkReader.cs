using System.Collections.Frozen;

namespace NatComments.Core.Text;

/// <summary>Tells web addresses, e-mail addresses and mentions from words.</summary>
internal static class LinkReader
{
    /// <summary>Endings that make a dotted word an address by themselves.</summary>
    private static readonly FrozenSet<string> Endings = new[]
    {
        "com", "net", "org", "info", "biz", "xyz", "ru", "top", "club", "site", "online", "shop", "store", "bet", "casino", "live",
        "app", "dev", "io", "tv", "tr", "uk", "eu", "az", "cc", "click", "link", "vip", "tk", "edu", "gov", "mobi", "blog", "website", "ws", "ua", "cn", "onion",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Endings that are also words or too short: an address only when a path follows.</summary>
    private static readonly FrozenSet<string> WeakEndings = new[]
    {
        "me", "co", "de", "us", "be", "ly", "gl", "gd", "is", "to", "in", "so", "it", "at", "id", "my", "pl", "es", "fr", "nl", "pro", "win", "ml", "ga", "cf", "gq", "im", "sh", "page", "ch", "se", "no", "gr", "am", "ca", "au", "jp", "fi", "dk", "ie", "nu", "name",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Shorteners = new[]
    {
        "bit.ly", "goo.gl", "t.co", "tinyurl.com", "ow.ly", "is.gd", "buff.ly", "cutt.ly", "rb.gy", "t.ly", "shorturl.at", "adf.ly", "rebrand.ly", "tiny.cc", "s.id", "v.gd",
        "lnkd.in", "t.me", "wa.me", "linktr.ee", "bl.ink", "shorte.st", "bc.vc", "soo.gd", "clck.ru", "vk.cc", "j.mp", "dlvr.it", "trib.al", "smarturl.it", "ouo.io", "qr.ae", "kisa.link",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> EndingOf = Endings.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> WeakEndingOf = WeakEndings.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> ShortenerOf = Shorteners.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>80: no host label and no mention of any service is longer, and it bounds the work on one token.</summary>
    private const int MaxHost = 80;

    /// <summary>4: the sign and three letters.</summary>
    private const int MaxDisguisedName = 4;

    /// <summary>Reads one token without spaces. True when it was an address or a mention and has been added; the words in it are then not read.</summary>
    internal static bool TryRead(ReadOnlySpan<Glyph> glyphs, NormalisedText into)
    {
        glyphs = Trim(glyphs);
        if (glyphs.Length < 2)
        {
            return false;
        }

        if (glyphs[0].Value == '@')
        {
            return ReadMention(glyphs, into);
        }

        var at = -1;
        var dot = -1;
        for (var i = 1; i < glyphs.Length && i < MaxHost; i++)
        {
            if (glyphs[i].Value == '@' && at < 0)
            {
                at = i;
            }
            else if (glyphs[i].Value == '.' || glyphs[i].Value == ':')
            {
                dot = dot < 0 ? i : dot;
            }
        }

        return dot > 0 && (at > 0 && at < glyphs.Length - 3 ? ReadEmail(glyphs, at, into) : ReadLink(glyphs, into));
    }

    private static ReadOnlySpan<Glyph> Trim(ReadOnlySpan<Glyph> glyphs)
    {
        var start = 0;
        var end = glyphs.Length;
        while (start < end && glyphs[start].Kind is GlyphKind.Punctuation or GlyphKind.Symbol && glyphs[start].Value != '@')
        {
            start++;
        }

        while (end > start && glyphs[end - 1].Kind is GlyphKind.Punctuation or GlyphKind.Symbol && glyphs[end - 1].Value != '/')
        {
            end--;
        }

        return glyphs[start..end];
    }

    private static bool ReadMention(ReadOnlySpan<Glyph> glyphs, NormalisedText into)
    {
        var end = 1;
        while (end < glyphs.Length && (IsAlphanumeric(glyphs[end]) || glyphs[end].Value == '_' || glyphs[end].Value == '.'))
        {
            end++;
        }

        // "@mk": so short a name is more likely a word with its first letter disguised.
        var isDisguise = end <= MaxDisguisedName && !(glyphs[1].Capital && glyphs[end - 1].Capital);
        if (end == 1 || isDisguise || end < glyphs.Length - 2)
        {
            return false;
        }

        into.AddToken(new Token(into.Length, 0, glyphs[0].Start, glyphs[end - 1].End, TokenKind.Mention, TokenMarks.None));
        return true;
    }

    private static bool ReadEmail(ReadOnlySpan<Glyph> glyphs, int at, NormalisedText into)
    {
        if (!IsAlphanumeric(glyphs[at - 1]) || !IsAlphanumeric(glyphs[at + 1]))
        {
            return false;
        }

        var dots = 0;
        for (var i = at + 1; i < glyphs.Length; i++)
        {
            dots += glyphs[i].Value == '.' ? 1 : 0;
            if (!IsAlphanumeric(glyphs[i]) && glyphs[i].Value is not ('.' or '-'))
            {
                return false;
            }
        }

        if (dots == 0 || !EndsLikeHost(glyphs))
        {
            return false;
        }

        into.AddToken(new Token(into.Length, 0, glyphs[0].Start, glyphs[^1].End, TokenKind.Email, TokenMarks.None));
        return true;
    }

    /// <summary>"name@other.name" is how people address each other on some sites; an address of mail ends like a host.</summary>
    private static bool EndsLikeHost(ReadOnlySpan<Glyph> glyphs)
    {
        const int longest = 8;
        Span<char> ending = stackalloc char[longest];
        var length = 0;
        for (var i = glyphs.Length - 1; i >= 0 && glyphs[i].Value != '.'; i--)
        {
            if (length == longest)
            {
                return false;
            }

            ending[longest - ++length] = glyphs[i].Value == 'I' ? 'i' : glyphs[i].Value;
        }

        ReadOnlySpan<char> label = ending[(longest - length)..];
        return EndingOf.Contains(label) || WeakEndingOf.Contains(label);
    }

    private static bool ReadLink(ReadOnlySpan<Glyph> glyphs, NormalisedText into)
    {
        Span<char> head = stackalloc char[MaxHost];
        var length = 0;
        while (length < MaxHost && length < glyphs.Length)
        {
            head[length] = glyphs[length].Value == 'I' ? 'i' : glyphs[length].Value;
            length++;
        }

        ReadOnlySpan<char> seen = head[..length];
        var scheme = SchemeLength(seen);
        var host = seen[scheme..];
        var hostEnd = host.IndexOfAny('/', '?', '#');
        var hasPath = hostEnd >= 0 && hostEnd < host.Length - 1;
        host = hostEnd < 0 ? host : host[..hostEnd];
        var colon = host.IndexOf(':');
        host = colon < 0 ? host : host[..colon];
        var isWww = host.StartsWith("www.");
        if (scheme == 0 && !isWww && !IsHost(host, hasPath))
        {
            return false;
        }

        host = isWww ? host[4..] : host;
        var domain = LastLabels(host);
        var isMap = host.StartsWith("maps.") || domain.SequenceEqual("openstreetmap.org") || seen.IndexOf("/maps") >= 0;
        into.AddLink(new Link(glyphs[0].Start, glyphs[^1].End, Hashing.Of(domain), ShortenerOf.Contains(domain), isMap));
        into.AddToken(new Token(into.Length, 0, glyphs[0].Start, glyphs[^1].End, TokenKind.Link, TokenMarks.None));
        return true;
    }

    private static int SchemeLength(ReadOnlySpan<char> text) =>
        text.StartsWith("https://") || text.StartsWith("hxxps://") ? 8
        : text.StartsWith("http://") || text.StartsWith("hxxp://") ? 7
        : text.StartsWith("geo:") ? 4
        : 0;

    private static bool IsHost(ReadOnlySpan<char> host, bool hasPath)
    {
        var dot = host.LastIndexOf('.');
        if (dot < 1 || host.IndexOf("..") >= 0 || (dot < 2 && !hasPath))
        {
            return false;
        }

        foreach (var c in host)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or 'ı' or 'ü' or 'ö' or 'ş' or 'ç' or 'ğ'))
            {
                return false;
            }
        }

        var ending = host[(dot + 1)..];
        return EndingOf.Contains(ending) || (hasPath && WeakEndingOf.Contains(ending));
    }

    private static ReadOnlySpan<char> LastLabels(ReadOnlySpan<char> host)
    {
        var last = host.LastIndexOf('.');
        var before = last < 0 ? -1 : host[..last].LastIndexOf('.');

        // example.com.tr: the last two labels say nothing, the third does.
        if (before > 0 && last - before <= 4 && host.Length - last <= 3)
        {
            before = host[..before].LastIndexOf('.');
        }

        return host[(before + 1)..];
    }

    private static bool IsAlphanumeric(in Glyph glyph) => glyph.Kind is GlyphKind.Letter or GlyphKind.Digit or GlyphKind.Alike;
}
