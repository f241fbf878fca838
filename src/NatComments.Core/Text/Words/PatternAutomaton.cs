namespace NatComments.Core.Text.Words;

/// <summary>
/// An Aho–Corasick automaton: finds every pattern in one pass over the text. Immutable once built. Children are kept as lists of
/// siblings, so that memory grows with the letters of the patterns and not with the alphabet.
/// </summary>
internal sealed class PatternAutomaton
{
    private const int Ascii = 128;

    private readonly List<Node> _nodes = [new Node { FirstChild = -1, NextSibling = -1, Output = -1, OutputLink = -1 }];
    private readonly List<(int Pattern, int Next)> _outputs = [];
    private readonly Node[] _built;

    /// <summary>The children of the root by letter: most letters of a text begin there, and the root has too many children to search.</summary>
    private readonly int[] _first = new int[Ascii];

    private struct Node
    {
        internal char Letter;
        internal int FirstChild;
        internal int NextSibling;
        internal int Fail;

        /// <summary>The first pattern that ends here, or -1.</summary>
        internal int Output;

        /// <summary>The nearest node down the failure links at which a pattern ends, or -1.</summary>
        internal int OutputLink;
    }

    internal PatternAutomaton(IReadOnlyList<WordPattern> patterns)
    {
        for (var i = 0; i < patterns.Count; i++)
        {
            Insert(patterns[i].Folded, i);
        }

        _built = [.. _nodes];
        _nodes.Clear();
        for (var letter = 0; letter < Ascii; letter++)
        {
            _first[letter] = Search(0, (char)letter);
        }

        LinkFailures();
    }

    /// <summary>The state after one more letter.</summary>
    internal int Next(int state, char letter)
    {
        while (true)
        {
            var child = Child(state, letter);
            if (child >= 0)
            {
                return child;
            }

            if (state == 0)
            {
                return 0;
            }

            state = _built[state].Fail;
        }
    }

    /// <summary>Calls back with each pattern that ends in a state.</summary>
    internal void Visit<T>(int state, ref T visitor)
        where T : struct, IPatternVisitor, allows ref struct
    {
        for (var node = state; node >= 0; node = _built[node].OutputLink)
        {
            for (var output = _built[node].Output; output >= 0; output = _outputs[output].Next)
            {
                visitor.Found(_outputs[output].Pattern);
            }
        }
    }

    private int Child(int state, char letter) => state == 0 && letter < Ascii ? _first[letter] : Search(state, letter);

    private int Search(int state, char letter)
    {
        var child = _built[state].FirstChild;
        while (child >= 0 && _built[child].Letter != letter)
        {
            child = _built[child].NextSibling;
        }

        return child;
    }

    private void Insert(string letters, int pattern)
    {
        var nodes = _nodes;
        var at = 0;
        foreach (var letter in letters)
        {
            var child = nodes[at].FirstChild;
            while (child >= 0 && nodes[child].Letter != letter)
            {
                child = nodes[child].NextSibling;
            }

            if (child < 0)
            {
                child = nodes.Count;
                nodes.Add(new Node { Letter = letter, FirstChild = -1, NextSibling = nodes[at].FirstChild, Output = -1, OutputLink = -1 });
                nodes[at] = nodes[at] with { FirstChild = child };
            }

            at = child;
        }

        _outputs.Add((pattern, nodes[at].Output));
        nodes[at] = nodes[at] with { Output = _outputs.Count - 1 };
    }

    private void LinkFailures()
    {
        var queue = new Queue<int>();
        for (var child = _built[0].FirstChild; child >= 0; child = _built[child].NextSibling)
        {
            queue.Enqueue(child);
        }

        while (queue.TryDequeue(out var node))
        {
            for (var child = _built[node].FirstChild; child >= 0; child = _built[child].NextSibling)
            {
                var fail = Next(_built[node].Fail, _built[child].Letter);
                _built[child].Fail = fail;
                _built[child].OutputLink = _built[fail].Output >= 0 ? fail : _built[fail].OutputLink;
                queue.Enqueue(child);
            }
        }
    }
}

/// <summary>Is told of each pattern that ends at a place.</summary>
internal interface IPatternVisitor
{
    /// <summary>A pattern ends here.</summary>
    void Found(int pattern);
}
