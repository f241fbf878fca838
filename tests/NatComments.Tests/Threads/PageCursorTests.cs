using FsCheck;
using FsCheck.Fluent;
using NatComments.Core.Threads;

namespace NatComments.Tests.Threads;

public sealed class PageCursorTests
{
    private static readonly ThreadId Thread = ThreadId.FromTrusted("demo", "post-1");

    [Fact]
    public void Whatever_is_written_is_read_again() =>
        Prop.ForAll<NonNegativeInt, NonNegativeInt, byte>((ordinal, likes, sort) =>
        {
            var cursor = new PageCursor(ordinal.Get, likes.Get);
            var order = (PageSort)(sort % 3);
            return PageCursor.TryRead(cursor.Write(Thread, order), Thread, order, out var read) && read == cursor;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_else_is_sent_is_refused_and_never_throws() =>
        Prop.ForAll<string?>(text => !PageCursor.TryRead(text ?? "", Thread, PageSort.Newest, out _)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_damaged_cursor_is_refused_or_names_a_place_that_can_be_checked() =>
        Prop.ForAll<NonNegativeInt, char>((at, character) =>
        {
            var text = new PageCursor(7, 3).Write(Thread, PageSort.Top).ToCharArray();
            text[at.Get % text.Length] = character;
            return !PageCursor.TryRead(new string(text), Thread, PageSort.Top, out var read) || read is { Ordinal: >= 0, Likes: >= 0 };
        }).QuickCheckThrowOnFailure();
}
