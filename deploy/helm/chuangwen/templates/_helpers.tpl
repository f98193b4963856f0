{{- define "chuangwen.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" }}{{ end }}
{{- end }}

{{/* Of a part: dict "root" $ "part" "task" */}}
{{- define "chuangwen.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .part }}
{{- end }}

{{- define "chuangwen.labels" -}}
{{ include "chuangwen.selector" . }}
app.kubernetes.io/version: {{ .root.Values.image.tag | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{/* Where the proxy and the site find services: names in full, for nginx knows no search domains. */}}
{{- define "chuangwen.addresses" -}}
{{- $addresses := list }}
{{- range list "identity" "campaign" "task" "reporting" "site" }}
{{- $addresses = append $addresses (printf "%s=http://%s-%s.%s.svc.%s:8420" . (include "chuangwen.name" $) . $.Release.Namespace $.Values.clusterDomain) }}
{{- end }}
{{- join "," $addresses }}
{{- end }}

{{/* Settings of a process of the platform: dict "root" $ "part" "task" */}}
{{- define "chuangwen.env" -}}
- { name: SERVICE, value: {{ .part }} }
- { name: CHUANGWEN_SECRET_FILE, value: /run/secrets/chuangwen/secret }
- { name: CHUANGWEN_MASTER_KEY_FILE, value: /run/secrets/chuangwen/master-key }
{{- range $engine := list "mongo" "kafka" "redis" }}
{{- with get $.root.Values.engines $engine }}
- { name: CHUANGWEN_{{ upper $engine }}, value: {{ . | quote }} }
{{- else }}
- { name: CHUANGWEN_{{ upper $engine }}_FILE, value: /run/secrets/chuangwen/{{ $engine }} }
{{- end }}
{{- end }}
- { name: CHUANGWEN_PREFIX, value: {{ .root.Values.engines.prefix | quote }} }
- { name: CHUANGWEN_PARTITIONS, value: {{ .root.Values.engines.partitions | quote }} }
- { name: CHUANGWEN_REPLICATION, value: {{ .root.Values.engines.replication | quote }} }
{{- with .root.Values.traces }}
- { name: CHUANGWEN_TRACES, value: {{ . | quote }} }
{{- end }}
{{- with .root.Values.env }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "chuangwen.image" -}}
{{ printf "%s:%s" .Values.image.repository .Values.image.tag | quote }}
{{- end }}

{{/* Of a pod: nobody in particular, who can ask the cluster for nothing. dict "root" $ "user" 1000 */}}
{{- define "chuangwen.pod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: {{ .user }}
  runAsGroup: {{ .user }}
  fsGroup: {{ .user }}
  seccompProfile: { type: RuntimeDefault }
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.nodeSelector }}
nodeSelector: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.tolerations }}
tolerations: {{ toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* Instances of a part stand on different machines where they can. */}}
{{- define "chuangwen.spread" -}}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels: {{ include "chuangwen.selector" . | nindent 8 }}
{{- end }}

{{- define "chuangwen.confined" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}

{{/*
Whether a process takes requests is whether it lives: where a view is behind or Kafka is away, services go on working, and
all of their instances would be taken out at once. /health/ready is for alarms and for people.
*/}}
{{- define "chuangwen.probes" -}}
startupProbe:
  httpGet: { path: /health/live, port: http }
  periodSeconds: 2
  failureThreshold: 60
readinessProbe:
  httpGet: { path: /health/live, port: http }
  periodSeconds: 5
  timeoutSeconds: 3
livenessProbe:
  httpGet: { path: /health/live, port: http }
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
# Whoever still has this address may use it until everybody knows that it is gone.
lifecycle:
  preStop:
    exec: { command: [sleep, '5'] }
{{- end }}
