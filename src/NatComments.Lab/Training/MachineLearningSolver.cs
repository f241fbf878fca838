using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace NatComments.Lab.Training;

/// <summary>Which of ML.NET's linear trainers finds the weights.</summary>
public enum MachineLearningTrainer
{
    /// <summary><see cref="LbfgsLogisticRegressionBinaryTrainer"/>: a quasi-Newton method over all texts at once.</summary>
    Lbfgs,

    /// <summary><see cref="SdcaLogisticRegressionBinaryTrainer"/>: stochastic dual coordinate ascent.</summary>
    Sdca,
}

/// <summary>
/// ML.NET as the solver of a head: the same texts, columns, costs and regularisation as the built-in one, so that the model file is the same in form and
/// the server has one runtime whoever trained. One thread, so that the same seed gives the same weights.
/// </summary>
public sealed class MachineLearningSolver(MachineLearningTrainer trainer)
{
    private const int LbfgsIterations = 100;
    private const int SdcaIterations = 20;

    /// <summary>The weight of each column. Is a <see cref="Solver"/>.</summary>
    public float[] Solve(SparseRows rows, IReadOnlyList<Target> targets, float[]? scale, int seed)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(targets);
        var context = new MLContext(seed);
        var schema = SchemaDefinition.Create(typeof(TrainingRow));
        schema[nameof(TrainingRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows.Width);

        // Costs become weights of about 1, and what they share becomes the regularisation.
        var cost = targets.Max(t => t.Cost);

        // A list, because every pass reads all rows, and making them costs more than the pass.
        var view = context.Data.LoadFromEnumerable(Rows(rows, targets, scale, cost).ToList(), schema);
        var model = trainer == MachineLearningTrainer.Lbfgs ? FitLbfgs(context, view, 1 / cost) : FitSdca(context, view, 1 / (cost * targets.Count));
        var weights = model.Weights.ToArray();
        weights[SparseRows.BiasColumn] += model.Bias / (scale?[SparseRows.BiasColumn] ?? 1);
        for (var i = 0; i < weights.Length && scale is not null; i++)
        {
            weights[i] *= scale[i];
        }

        return weights;
    }

    private static LinearBinaryModelParameters FitLbfgs(MLContext context, IDataView view, float regularization)
    {
        var estimator = context.BinaryClassification.Trainers.LbfgsLogisticRegression(new LbfgsLogisticRegressionBinaryTrainer.Options
        {
            LabelColumnName = nameof(TrainingRow.Label),
            FeatureColumnName = nameof(TrainingRow.Features),
            ExampleWeightColumnName = nameof(TrainingRow.Weight),
            L1Regularization = 0,
            L2Regularization = regularization,
            MaximumNumberOfIterations = LbfgsIterations,
            NumberOfThreads = 1,
        });
        return Parameters(estimator.Fit(view));
    }

    private static LinearBinaryModelParameters FitSdca(MLContext context, IDataView view, float regularization)
    {
        var estimator = context.BinaryClassification.Trainers.SdcaLogisticRegression(new SdcaLogisticRegressionBinaryTrainer.Options
        {
            LabelColumnName = nameof(TrainingRow.Label),
            FeatureColumnName = nameof(TrainingRow.Features),
            ExampleWeightColumnName = nameof(TrainingRow.Weight),
            L1Regularization = 0,
            L2Regularization = regularization,
            MaximumNumberOfIterations = SdcaIterations,
            NumberOfThreads = 1,
        });
        return Parameters(estimator.Fit(view));
    }

    private static LinearBinaryModelParameters Parameters(BinaryPredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>> fitted) => fitted.Model.SubModel;

    private static IEnumerable<TrainingRow> Rows(SparseRows rows, IReadOnlyList<Target> targets, float[]? scale, float cost)
    {
        foreach (var target in targets)
        {
            var columns = rows.Columns(target.Row).ToArray();
            var values = rows.Values(target.Row).ToArray();
            Array.Sort(columns, values);
            for (var i = 0; i < values.Length && scale is not null; i++)
            {
                values[i] *= scale[columns[i]];
            }

            yield return new TrainingRow
            {
                Features = new VBuffer<float>(rows.Width, columns.Length, values, columns),
                Label = target.IsPositive,
                Weight = target.Cost / cost,
            };
        }
    }

    private sealed class TrainingRow
    {
        public VBuffer<float> Features { get; set; }

        public bool Label { get; set; }

        public float Weight { get; set; }
    }
}
