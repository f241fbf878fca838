using NatComments.Core.Scoring;
using NatComments.Lab.Evaluation;
using NatComments.Lab.Fuzz;

namespace NatComments.Tests.Lab;

public class FuzzTests
{
    [Fact]
    public void Random_texts_get_a_verdict() => Assert.Equal(0, FuzzCommand.Run(ModelScorer.Load(), 6_000, 42).Failures);

    [Fact]
    public void Every_attack_can_be_applied_to_any_text()
    {
        foreach (var kind in Attack.Kinds.Concat(Attack.Unseen).Append("mixed").Append("mixed-unseen"))
        {
            Assert.NotNull(Attack.Apply("şu çok garip ve UZUN bir metin, a an the 😀 1234", kind, new Random(1)));
            Assert.Empty(Attack.Apply("", kind, new Random(1)));
        }
    }
}
