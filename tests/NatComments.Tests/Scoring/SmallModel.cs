using NatComments.Lab.Data;
using NatComments.Lab.Training;

namespace NatComments.Tests.Scoring;

/// <summary>A model trained in a second from sentences of our own, for tests of the machinery.</summary>
internal static class SmallModel
{
    private static readonly Lazy<byte[]> Trained = new(() => Train(1));

    internal static byte[] Bytes => Trained.Value;

    internal static byte[] Train(int seed) =>
        ModelTrainer.Train([Set("train", 160)], [Set("dev", 60)], seed, $"small-{seed}", HeadTrainer.Train, _ => { });

    internal static string Write(byte[] bytes)
    {
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static DataSet Set(string split, int count)
    {
        string[] bad = ["you awful troll go away", "what a stupid awful troll you are", "sen aptal bir trolsün defol", "aptal troller yine gelmiş defolun"];
        string[] good = ["thank you for this fine article", "what a fine and careful report thank you", "güzel bir yazı olmuş teşekkürler", "emeğinize sağlık güzel haber"];
        var comments = new List<LabelledComment>();
        for (var i = 0; i < count; i++)
        {
            var isBad = i % 8 < 4;
            comments.Add(new LabelledComment($"{i}", i % 4 < 2 ? "en" : "tr", $"{(isBad ? bad : good)[i % 4]} {(char)('a' + (i % 23))}{(char)('a' + (i % 19))}", null, isBad, isBad ? ["insult"] : []));
        }

        return new DataSet("small", "open", split, comments);
    }
}
