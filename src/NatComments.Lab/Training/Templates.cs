namespace NatComments.Lab.Training;

/// <summary>Sentences with places for words, of which examples for the training are made.</summary>
internal static class Templates
{
    /// <summary>Puts a word into each place <c>{name}</c> of a template, from the left; a word may bring places of its own.</summary>
    public static string Fill(string template, Func<string, string> word)
    {
        while (template.IndexOf('{') is >= 0 and var start)
        {
            var end = template.IndexOf('}', start);
            template = template[..start] + word(template[(start + 1)..end]) + template[(end + 1)..];
        }

        return template;
    }
}
