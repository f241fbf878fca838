using System.Numerics;

namespace NatComments.Core.Text.Words;

/// <summary>
/// An Aho–Corasick automaton: finds every pattern in one pass over the text. Immutable once built. Its steps are kept in one hash table,
/// so that memory grows with the letters of the patterns and not with the alphabet, and a step costs the same however many there are.
/// </summary>
internal sealed class PatternAutomaton
{
    private readonly List<Node> _nodes = [new Node { FirstChild = -1, NextSibling = -1, Output = -1, OutputLink = -1 }];
    private readonly List<(int Pattern, int Next)> _outputs = [];
    private readonly Node[] _built;

    /// <summary>Open addressing: a state and a letter, and the state after it; 0 is no step, because nothing leads to the root.</summary>
    private readonly (ulong From, int To)[] _steps;
    private readonly int _shift;

    /// <summary>One bit for the first three letters that a pattern may have, each by its last five bits; 4 KiB stay in the nearest cache.</summary>
    private readonly ulong[] _beginnings = new ulong[1 << ((BeginningLength * LetterBits) - 6)];

    /// <summary>How many letters <see cref="MayBegin"/> looks at.</summary>
    internal const int BeginningLength = 3;

    private const int LetterBits = 5;

    private struct Node
    {
        internal char Letter;
        internal int FirstChild;
        internal int NextSibling;
        internal int Fail;

        /// <summary>How many letters lead here from the root.</summary>
        internal int Depth;

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
            AddBeginning(patterns[i].Folded);
        }

        _built = [.. _nodes];
        _nodes.Clear();
        var bits = BitOperations.Log2((uint)_built.Length) + 2;
        (_steps, _shift) = (new (ulong, int)[1 << bits], 64 - bits);
        for (var node = 0; node < _built.Length; node++)
        {
            for (var child = _built[node].FirstChild; child >= 0; child = _built[child].NextSibling)
            {
                Step(node, _built[child].Letter) = (Key(node, _built[child].Letter), child);
            }
        }

        LinkFailures();
    }

    /// <summary>
    /// False when no pattern begins as this word does, which is so for most words of most texts and spares their letters a step each.
    /// </summary>
    /// <param name="word">At least <see cref="BeginningLength"/> letters.</param>
    internal bool MayBegin(ReadOnlySpan<char> word)
    {
        var at = Beginning(word[0], word[1], word[2]);
        return (_beginnings[at >> 6] >> at & 1) != 0;
    }

    /// <summary>The state after one more letter; 0 also when less than so many of the letters read last can be the beginning of a pattern.</summary>
    internal int Next(int state, char letter, int minDepth = 0)
    {
        while (_built[state].Depth + 1 >= minDepth)
        {
            var child = Step(state, letter).To;
            if (child > 0)
            {
                return child;
            }

            if (state == 0)
            {
                return 0;
            }

            state = _built[state].Fail;
        }

        return 0;
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

    private static ulong Key(int state, char letter) => ((ulong)state << 16) | letter;

    // The place of a step, or the free one where it would be. At most half of the table is in use.
    private ref (ulong From, int To) Step(int state, char letter)
    {
        var key = Key(state, letter);
        var at = (int)((key * 0x9E3779B97F4A7C15) >> _shift);
        while (_steps[at].To > 0 && _steps[at].From != key)
        {
            at = (at + 1) & (_steps.Length - 1);
        }

        return ref _steps[at];
    }

    // A pattern has two letters or more; one of two may go on with any third.
    private void AddBeginning(string pattern)
    {
        var any = pattern.Length < BeginningLength;
        for (var third = 0; third < (any ? 1 << LetterBits : 1); third++)
        {
            var at = Beginning(pattern[0], pattern[1], any ? (char)third : pattern[2]);
            _beginnings[at >> 6] |= 1UL << at;
        }
    }

    private static int Beginning(char first, char second, char third)
    {
        const int mask = (1 << LetterBits) - 1;
        return (first & mask) << (2 * LetterBits) | (second & mask) << LetterBits | (third & mask);
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
                nodes.Add(new Node { Letter = letter, FirstChild = -1, NextSibling = nodes[at].FirstChild, Depth = nodes[at].Depth + 1, Output = -1, OutputLink = -1 });
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
