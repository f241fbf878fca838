using NatComments.Lab.Evaluation;

namespace NatComments.Tests.Lab;

public class MetricsTests
{
    private static readonly Scored[] Items = [new(0.9f, true), new(0.8f, false), new(0.7f, true), new(0.2f, false)];

    [Fact]
    public void The_area_is_the_share_of_pairs_in_order() => Assert.Equal(0.75, Metrics.Auc(Items), 6);

    [Fact]
    public void Ties_count_half() => Assert.Equal(0.5, Metrics.Auc([new(0.5f, true), new(0.5f, false)]), 6);

    [Fact]
    public void Average_precision_is_the_mean_of_precisions_at_positives() => Assert.Equal((1 + (2 / 3.0)) / 2, Metrics.AveragePrecision(Items), 6);

    [Fact]
    public void The_best_F1_takes_its_threshold_from_the_scores()
    {
        var (f1, threshold) = Metrics.BestF1(Items);
        Assert.Equal(0.8, f1, 6);
        Assert.Equal(0.7f, threshold);
    }

    [Fact]
    public void Accuracy_and_macro_F1_count_both_kinds()
    {
        Assert.Equal(0.75, Metrics.BestAccuracy(Items).Accuracy, 6);
        Assert.Equal((0.8 + (2 / 3.0)) / 2, Metrics.BestMacroF1(Items).F1, 6);
    }

    [Fact]
    public void One_kind_alone_has_no_area() => Assert.True(double.IsNaN(Metrics.Auc([new(0.5f, true)])));
}
