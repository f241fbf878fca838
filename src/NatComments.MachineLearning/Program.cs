using System.CommandLine;
using System.Diagnostics;
using NatComments.Lab.Data;
using NatComments.Lab.Training;
using NatComments.MachineLearning;

var data = new Option<string>("--data") { Description = "Folder of labelled sets.", DefaultValueFactory = _ => "../shared/data" };
var output = new Option<string>("--out") { Description = "The model file to write.", Required = true };
var trainer = new Option<MachineLearningTrainer>("--trainer") { Description = "Lbfgs or Sdca." };
var openOnly = new Option<bool>("--open-only") { Description = "Train on sets that may be redistributed, and on nothing else." };
var seed = new Option<int>("--seed") { Description = "The same seed and the same sets give the same file.", DefaultValueFactory = _ => 1 };
var every = new Option<int>("--every") { Description = "Train on every n-th comment of each set only, as `train --every` of NatComments.Lab does.", DefaultValueFactory = _ => 1 };
var root = new RootCommand("Trains the model file of NatComments with ML.NET. Compare it with `NatComments.Lab evaluate --model A --compare B`.") { data, output, trainer, openOnly, seed, every };
root.SetAction(parsed =>
{
    var (folder, open, number, kind) = (parsed.GetValue(data)!, parsed.GetValue(openOnly), parsed.GetValue(seed), parsed.GetValue(trainer));
    var solver = new MachineLearningSolver(kind);
    var (nth, watch) = (parsed.GetValue(every), Stopwatch.StartNew());
    var bytes = ModelTrainer.Train(
        [.. DataFolder.Read(folder, "train", open).Select(set => set.EveryNth(nth))],
        DataFolder.Read(folder, "dev", open),
        number,
        $"comments-3-mlnet-{kind}{(nth > 1 ? $"-every{nth}" : "")}-seed{number}".ToLowerInvariant(),
        (rows, targets, head, lang, s) => HeadTrainer.Train(rows, targets, head, lang, s, solver.Solve),
        step => Console.WriteLine($"{watch.Elapsed.TotalSeconds:F0} s: {step}"));
    File.WriteAllBytes(parsed.GetValue(output)!, bytes);
    return 0;
});
return root.Parse(args).Invoke();
