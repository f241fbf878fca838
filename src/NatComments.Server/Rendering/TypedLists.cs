using Markdig.Syntax;

namespace NatComments.Server.Rendering;

/// <summary>Tells lists from what was typed as text and only looks like one.</summary>
internal static class TypedLists
{
    // 4 digits and a dot: years are numbers of items, telephone numbers are not, and there is room for no more beside a list.
    private const int MaxMark = 5;

    /// <summary>
    /// True for what stands as it was typed: an item alone ("1984. A novel"), a number with zeros before it or too long, and pluses, alone or next to a list of minuses,
    /// which weigh up and mean something.
    /// </summary>
    public static bool IsTyped(ListBlock list, string source) =>
        list.Count == 1 || list.BulletType == '+' || (list.IsOrdered ? list.Any(item => Mark(item, source) is { Length: > MaxMark } or ['0', _, _, ..]) : IsBesidePluses(list));

    /// <summary>The number or bullet of an item, as it was typed.</summary>
    public static string Mark(Block item, string source)
    {
        var mark = source.AsSpan(item.Span.Start);
        var digits = mark.IndexOfAnyExceptInRange('0', '9');
        return mark[..Math.Min(mark.Length, Math.Max(digits, 0) + 1)].ToString();
    }

    private static bool IsBesidePluses(ListBlock list)
    {
        var at = list.Parent!.IndexOf(list);
        return (at > 0 && list.Parent[at - 1] is ListBlock { BulletType: '+' }) || (at + 1 < list.Parent.Count && list.Parent[at + 1] is ListBlock { BulletType: '+' });
    }
}
