using System.CommandLine;
using NatComments.Lab.Bench;
using NatComments.Lab.Cards;
using NatComments.Lab.Evaluation;
using NatComments.Lab.Fuzz;
using NatComments.Lab.Load;
using NatComments.Lab.Scoring;
using NatComments.Lab.Training;
using NatComments.Lab.Words;

var root = new RootCommand("NatComments.Lab: trains, evaluates and measures. Every number that the project quotes comes from here.")
{
    TrainCommand.Create(),
    TrainLanguagesCommand.Create(),
    EvaluateCommand.Create(),
    WordsCommand.Create(),
    CardCommand.Create(),
    ScoreCommand.Create(),
    FuzzCommand.Create(),
    BenchCommand.Create(),
    TortureCommand.Create(),
    SeedCommand.Create(),
    LoadCommand.Create(),
};
return root.Parse(args).Invoke();
