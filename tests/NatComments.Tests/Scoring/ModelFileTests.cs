using NatComments.Core.Scoring;
using NatComments.Core.Scoring.Models;

namespace NatComments.Tests.Scoring;

public class ModelFileTests
{
    private static void Refused(Func<byte[], byte[]> damage, string says)
    {
        var path = SmallModel.Write(damage([.. SmallModel.Bytes]));
        var refusal = Assert.Throws<ModelFileException>(() => ModelFile.Load(path));
        Assert.Contains(says, refusal.Message);
        File.Delete(path);
    }

    [Fact]
    public void A_file_stays_under_ten_megabytes() => Assert.InRange(SmallModel.Bytes.Length, 1, 10_000_000);

    [Fact]
    public void A_changed_byte_is_named_damage() => Refused(b => { b[5_000_000] ^= 1; return b; }, "checksum");

    [Fact]
    public void A_cut_file_is_named_damage() => Refused(b => b[..^10], "damaged");

    [Fact]
    public void Another_file_is_named_no_model() => Refused(_ => "something else entirely, for sure, and long enough to be a header of a file that is read"u8.ToArray(), "not a model");

    [Fact]
    public void An_empty_file_is_named_no_model() => Refused(_ => [], "not a model");

    [Fact]
    public void Another_format_asks_for_training_anew() => Refused(b => { b[8] = 99; return b; }, "another version");

    [Fact]
    public void A_missing_file_is_named() => Assert.Contains("no model file", Assert.Throws<ModelFileException>(() => ModelScorer.Load("/nowhere/model.bin")).Message);

    [Fact]
    public void The_same_seed_makes_the_same_file() => Assert.Equal(SmallModel.Bytes, SmallModel.Train(1));
}
