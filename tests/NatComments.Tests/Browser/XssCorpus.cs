using System.Text;

namespace NatComments.Tests.Browser;

/// <summary>Texts that try to run a script in whoever's browser shows them: payloads in the spellings and places that are known to have worked somewhere.</summary>
internal static class XssCorpus
{
    // What each calls is told to the test.
    private static readonly string[] Payloads =
    [
        "<script>alert(1)</script>", "<script src=data:text/javascript,alert(1)></script>", "<img src=x onerror=alert(1)>", "<img/src=x/onerror=alert(1)>", "<img src=x onerror=alert`1`>",
        "<svg onload=alert(1)>", "<svg/onload=alert(1)//", "<svg><script>alert(1)</script></svg>", "<svg><animate onbegin=alert(1) attributeName=x dur=1s>", "<svg><a xlink:href=javascript:alert(1)><text y=20>x</text></a></svg>",
        "<iframe src=javascript:alert(1)>", "<iframe srcdoc=\"<script>parent.alert(1)</script>\">", "<object data=javascript:alert(1)>", "<embed src=javascript:alert(1)>", "<math><mtext><table><mglyph><style><!--</style><img title=\"--><img src=x onerror=alert(1)>\">",
        "<body onload=alert(1)>", "<input autofocus onfocus=alert(1)>", "<select autofocus onfocus=alert(1)>", "<details open ontoggle=alert(1)>", "<video><source onerror=alert(1)></video>", "<audio src=x onerror=alert(1)>",
        "<marquee onstart=alert(1)>", "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">", "<base href=javascript:alert(1)//>", "<link rel=stylesheet href=javascript:alert(1)>", "<style>@import 'javascript:alert(1)'</style>",
        "<form action=javascript:alert(1)><button autofocus>x</button></form>", "<a href=javascript:alert(1)>x</a>", "<a href=\"jav&#x09;ascript:alert(1)\">x</a>", "<a href=\"&#106;avascript:alert(1)\">x</a>",
        "<template><img src=x onerror=alert(1)></template>", "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<textarea></textarea><img src=x onerror=alert(1)>", "<plaintext><img src=x onerror=alert(1)>",
        "<xss onmouseover=alert(1) style=position:fixed;inset:0>x</xss>", "<portal src=javascript:alert(1)>", "<x contenteditable onblur=alert(1)>", "<img src=x:x onerror=\\u0061lert(1)>",
    ];

    private static readonly string[] Addresses =
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "&#x6A;avascript:alert(1)", "&Tab;javascript:alert(1)", "javascript&colon;alert(1)", "\u0001javascript:alert(1)", "javascript://x%0Aalert(1)", "vbscript:alert(1)",
        "data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==", "blob:https://x/alert(1)", "https://x/\"onmouseover=\"alert(1)", "https://x/'onmouseover='alert(1)", "https://x/><img src=x onerror=alert(1)>",
        "//x/\"><script>alert(1)</script>", "https://x/\u2028onerror=alert(1)", "file:///x\" onclick=alert(1) \"", "mailto:a@b\"onclick=alert(1)", "x:x\" onfocus=alert(1) autofocus=\"",
    ];

    private static readonly string[] Links = ["[x]({0})", "[x](<{0}>)", "![x]({0})", "<{0}>", "[x][1]\n\n[1]: {0}", "[x](https://x \"{0}\")", "[{0}](https://x)", "{0}", "> [x]({0})", "`[x]({0})` [y]({0})"];

    private static readonly Func<string, string>[] Spellings =
    [
        text => text, text => $"a {text} b", text => $"`{text}`", text => $"```\n{text}\n```", text => $"> {text}", text => $"- {text}", text => $"**{text}**", text => $"[{text}](https://x)", text => $"\">{text}", text => $"'>{text}", text => $"--></style></script>{text}",
        text => $"\\{text}", text => text.Replace("<", "&lt;", StringComparison.Ordinal), text => text.Replace("<", "&#60;", StringComparison.Ordinal), text => text.Replace("<", "\uFF1C", StringComparison.Ordinal), text => text.Replace("<", "<<", StringComparison.Ordinal),
    ];

    /// <summary>Some 800 texts.</summary>
    public static IReadOnlyList<string> Texts { get; } =
        [.. Payloads.SelectMany(payload => Spellings.Select(spelling => spelling(payload))), .. Addresses.SelectMany(address => Links.Select(link => link.Replace("{0}", address, StringComparison.Ordinal)))];

    /// <summary>Those that fit a name.</summary>
    public static string Name(int i) => Payloads[i % Payloads.Length] is { Length: <= 60 } name ? name : "<img src=x onerror=alert(1)>";

    /// <summary>The script that lists what stands in a page and could run: elements, attributes and addresses that no comment may have.</summary>
    public const string Scan = """
        () => {
          const found = []
          const look = root => {
            for (const el of root.querySelectorAll('*')) {
              if (el.shadowRoot) look(el.shadowRoot)
              const ours = el.src && /\/(embed\.js|widget\/|console\/|openapi\/)/.test(el.src)
              if (/^(script|iframe|object|embed|base|portal|frame|applet|math|foreignobject|animate|set)$/i.test(el.localName) && !ours && el.type != 'application/ld+json') found.push(el.outerHTML.slice(0, 200))
              if (el.localName == 'meta' && el.httpEquiv == 'refresh') found.push(el.outerHTML.slice(0, 200))
              for (const { name, value } of el.attributes) {
                if (/^on/i.test(name) || name == 'srcdoc') found.push(el.outerHTML.slice(0, 200))
                if (/^(href|src|action|formaction|data|xlink:href|poster|background)$/i.test(name) && /^[\s\u0000-\u0020]*(javascript|vbscript|data:text|blob|file):?/i.test(value)) found.push(el.outerHTML.slice(0, 200))
              }
            }
          }
          look(document)
          return found
        }
        """;

    /// <summary>A text as it stands in a page that shows it as it is.</summary>
    public static string Page(IEnumerable<string> markup) => new StringBuilder("<!doctype html><meta charset=utf-8><body>").AppendJoin("\n<hr>\n", markup).ToString();
}
