using k8s;
using k8s.Models;

namespace NatComments.Tests.Deploy;

/// <summary>The Kubernetes manifests hold only what the schema of its API knows, fit each other, and keep what an operator relies on.</summary>
public sealed class KubernetesTests
{
    private static readonly List<object> Manifests =
        KubernetesYaml.LoadAllFromString(File.ReadAllText(Path.Combine(Repository.Root, "deploy/kubernetes/natcomments.yaml")), strict: true);

    private static readonly V1PodTemplateSpec Pod = Only<V1Deployment>().Spec.Template;

    [Fact]
    public void Everything_selects_the_pods_of_the_deployment() =>
        Assert.All(
            [Only<V1Deployment>().Spec.Selector.MatchLabels, Only<V1Service>().Spec.Selector, Only<V1PodDisruptionBudget>().Spec.Selector.MatchLabels, Only<V1NetworkPolicy>().Spec.PodSelector.MatchLabels],
            labels => Assert.Equal(Pod.Metadata.Labels, labels));

    [Fact]
    public void A_pod_is_asked_how_it_is_bounded_and_may_nothing_that_it_does_not_need()
    {
        var container = Assert.Single(Pod.Spec.Containers);
        Assert.Equal("/health/live", container.LivenessProbe.HttpGet.Path);
        Assert.Equal("/health/live", container.StartupProbe.HttpGet.Path);
        Assert.Equal("/health/ready", container.ReadinessProbe.HttpGet.Path);
        Assert.True(container.Resources.Requests.ContainsKey("cpu") && container.Resources.Limits.ContainsKey("memory"));
        Assert.True(Pod.Spec.SecurityContext.RunAsNonRoot);
        Assert.False(Pod.Spec.AutomountServiceAccountToken);
        Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
        Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
        Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
        Assert.Equal(Pod.Spec.Volumes.Select(volume => volume.Name).Order(), container.VolumeMounts.Select(mount => mount.Name).Order());
    }

    [Fact]
    public void An_upgrade_or_a_drained_machine_never_takes_the_last_two_nodes()
    {
        var rolling = Only<V1Deployment>().Spec.Strategy.RollingUpdate;
        Assert.Equal("0", rolling.MaxUnavailable.Value);
        Assert.Equal("2", Only<V1PodDisruptionBudget>().Spec.MinAvailable.Value);
        Assert.InRange(Only<V1Deployment>().Spec.Replicas!.Value, 3, int.MaxValue);
    }

    private static T Only<T>() => Assert.Single(Manifests.OfType<T>());
}
