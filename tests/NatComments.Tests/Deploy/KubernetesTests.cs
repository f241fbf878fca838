using k8s;
using k8s.Models;

namespace NatComments.Tests.Deploy;

/// <summary>The Kubernetes manifests hold only what the schema of its API knows, fit each other, and keep what an operator relies on.</summary>
public sealed class KubernetesTests
{
    private const int SiloPort = 11_111;

    private static readonly List<object> Manifests = Load("natcomments.yaml");
    private static readonly List<object> OfOne = Load("one.yaml");
    private static readonly V1PodTemplateSpec Pod = Only<V1Deployment>().Spec.Template;

    [Fact]
    public void Everything_selects_the_pods_of_the_deployment() =>
        Assert.All(
            [Only<V1Deployment>().Spec.Selector.MatchLabels, Only<V1Service>().Spec.Selector, Only<V1PodDisruptionBudget>().Spec.Selector.MatchLabels, Only<V1NetworkPolicy>().Spec.PodSelector.MatchLabels],
            labels => Assert.Equal(Pod.Metadata.Labels, labels));

    [Fact]
    public void Only_silos_reach_the_port_of_silos_where_each_is_found_by_its_own_address()
    {
        var policy = Only<V1NetworkPolicy>().Spec;
        var let = policy.Ingress.Where(rule => rule.Ports.Any(port => port.Port.Value == $"{SiloPort}")).ToList();
        Assert.Equal(Pod.Metadata.Labels, Assert.Single(Assert.Single(let).FromProperty).PodSelector.MatchLabels);
        Assert.All(policy.Ingress, rule => Assert.NotEmpty(rule.Ports));
        Assert.Contains(policy.Egress, rule => rule.Ports.Any(port => port.Port.Value == $"{SiloPort}"));
        var container = Assert.Single(Pod.Spec.Containers);
        Assert.Contains(SiloPort, container.Ports.Select(port => port.ContainerPort));
        Assert.Equal("status.podIP", container.Env.Single(variable => variable.Name == "NatComments__Silo__Address").ValueFrom.FieldRef.FieldPath);
        Assert.DoesNotContain(SiloPort, Only<V1Service>().Spec.Ports.Select(port => port.Port));
    }

    [Fact]
    public void One_pod_without_a_Redis_keeps_its_data_in_a_volume_and_is_never_two()
    {
        var set = Assert.Single(OfOne.OfType<V1StatefulSet>()).Spec;
        Assert.Equal(1, set.Replicas);
        var container = Assert.Single(set.Template.Spec.Containers);
        Assert.DoesNotContain(container.Env, variable => variable.Name.Contains("Redis", StringComparison.Ordinal));
        Assert.Equal("/data", container.VolumeMounts.Single(mount => mount.Name == Assert.Single(set.VolumeClaimTemplates).Metadata.Name).MountPath);
        Assert.All(
            [set.Selector.MatchLabels, OfOne.OfType<V1Service>().Single().Spec.Selector, OfOne.OfType<V1NetworkPolicy>().Single().Spec.PodSelector.MatchLabels],
            labels => Assert.Equal(set.Template.Metadata.Labels, labels));
        Bounded(set.Template);
    }

    [Fact]
    public void A_pod_is_asked_how_it_is_bounded_and_may_nothing_that_it_does_not_need()
    {
        Bounded(Pod);
        Assert.Equal(Pod.Spec.Volumes.Select(volume => volume.Name).Order(), Pod.Spec.Containers[0].VolumeMounts.Select(mount => mount.Name).Order());
    }

    private static void Bounded(V1PodTemplateSpec pod)
    {
        var container = Assert.Single(pod.Spec.Containers);
        Assert.Equal("/health/live", container.LivenessProbe.HttpGet.Path);
        Assert.Equal("/health/live", container.StartupProbe.HttpGet.Path);
        Assert.Equal("/health/ready", container.ReadinessProbe.HttpGet.Path);
        Assert.True(container.Resources.Requests.ContainsKey("cpu") && container.Resources.Limits.ContainsKey("memory"));
        Assert.True(pod.Spec.SecurityContext.RunAsNonRoot);
        Assert.False(pod.Spec.AutomountServiceAccountToken);
        Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
        Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
        Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
        Assert.InRange(pod.Spec.TerminationGracePeriodSeconds!.Value, 20, 60);
    }

    [Fact]
    public void An_upgrade_or_a_drained_machine_never_takes_the_last_two_nodes()
    {
        var rolling = Only<V1Deployment>().Spec.Strategy.RollingUpdate;
        Assert.Equal("0", rolling.MaxUnavailable.Value);
        Assert.Equal("2", Only<V1PodDisruptionBudget>().Spec.MinAvailable.Value);
        Assert.InRange(Only<V1Deployment>().Spec.Replicas!.Value, 3, int.MaxValue);
    }

    private static List<object> Load(string file) =>
        KubernetesYaml.LoadAllFromString(File.ReadAllText(Path.Combine(Repository.Root, "deploy/kubernetes", file)), strict: true);

    private static T Only<T>() => Assert.Single(Manifests.OfType<T>());
}
