using Microsoft.Playwright;

namespace NatComments.Tests.Browser;

/// <summary>Where things stand on a page.</summary>
public static class Places
{
    /// <summary>The upper edge of an element in CSS pixels. An element that is drawn anew has no place for a moment: then it asks again.</summary>
    public static async Task<float> Top(this ILocator element)
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            if (await element.BoundingBoxAsync() is { } box)
            {
                return box.Y;
            }
        }

        throw new InvalidOperationException($"{element} has no place on the page.");
    }
}
