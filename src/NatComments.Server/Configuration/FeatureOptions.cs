using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace NatComments.Server.Configuration;

/// <summary>
/// The server's settings: an options class for each feature. They are read from <c>appsettings.json</c> (section
/// <c>NatComments</c>), from environment variables (<c>NatComments__PostsPerMinute=20</c>) and from the command line
/// (<c>--NatComments:PostsPerMinute 20</c>), the later ones winning.
/// </summary>
public static class FeatureOptions
{
    /// <summary>Where the settings stand.</summary>
    public const string Section = "NatComments";

    /// <summary>
    /// Adds the options of a feature. The start ends with an <see cref="OptionsValidationException"/> when they cannot
    /// be read or are out of range; its message names the setting.
    /// </summary>
    public static IServiceCollection AddFeatureOptions<T>(this IServiceCollection services, string section = Section)
        where T : class
    {
        services.AddOptions<T>()
            .Configure<IConfiguration>((options, from) => Bind(from, section, options))
            .ValidateOnStart();
        return services.AddSingleton<IValidateOptions<T>>(new Check<T>(section));
    }

    /// <summary>The options of a feature, checked, for what is decided before there are services.</summary>
    /// <exception cref="OptionsValidationException">They cannot be read or are out of range.</exception>
    public static T Read<T>(IConfiguration configuration, string section = Section)
        where T : class, new()
    {
        var options = new T();
        Bind(configuration, section, options);
        var found = new Check<T>(section).Validate(null, options);
        return found.Failed ? throw new OptionsValidationException("", typeof(T), found.Failures) : options;
    }

    private static void Bind<T>(IConfiguration configuration, string section, T options)
    {
        try
        {
            configuration.GetSection(section).Bind(options);
        }
        catch (InvalidOperationException e)
        {
            throw new OptionsValidationException(
                "", typeof(T), [$"A setting cannot be read: {e.InnerException?.Message ?? e.Message}"]);
        }
    }

    // The framework's own check names the class; the person at the screen knows the setting.
    private sealed class Check<T>(string section) : IValidateOptions<T>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            var found = new List<ValidationResult>();
            Validator.TryValidateObject(options, new ValidationContext(options), found, validateAllProperties: true);
            return found.Count == 0
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(found.Select(Say));
        }

        private string Say(ValidationResult one) =>
            $"{section}:{string.Join(",", one.MemberNames)}: {one.ErrorMessage}";
    }
}
