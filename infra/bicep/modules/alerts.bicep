metadata description = 'Alerts on what users would notice: failed requests, executions that fail or wait, triggers that are late, a slow store, exceptions.'

@description('Required. Names begin with it.')
param prefix string

@description('Required. Where the rules are.')
param location string

@description('Optional. Tags of every resource.')
param tags object = {}

@description('Required. The Application Insights component.')
param insightsId string

@description('Optional. Who is told by e-mail.')
param emails array = []

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(emails)) {
  name: '${prefix}-people'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'orcheo'
    enabled: true
    emailReceivers: [for (email, i) in emails: { name: 'person-${i}', emailAddress: email, useCommonAlertSchema: true }]
  }
}

// Metrics are named as in docs/observability.md, which a test compares. A row of customMetrics holds what one instance has measured in a
// minute: of a counter the sum, of a histogram the sum, the count and the extremes.
var rules = [
  {
    name: 'failed-requests'
    description: 'More than 5 % of at least 20 requests were answered with a server error within 5 minutes.'
    severity: 1
    query: 'requests | where tolong(resultCode) >= 100 | summarize failed = countif(tolong(resultCode) >= 500), total = count() | where total >= 20 and failed * 20 > total'
  }
  {
    name: 'failed-executions'
    description: 'More than half of at least 10 executions failed within 5 minutes.'
    severity: 2
    query: 'customMetrics | where name == "orcheo.execution.ended" | extend status = tostring(customDimensions["orcheo.execution.status"]) | summarize failed = sumif(valueSum, status == "failed"), total = sum(valueSum) | where total >= 10 and failed * 2 > total'
  }
  {
    name: 'waiting-executions'
    description: 'Executions waited for more than 30 seconds on average before they began, within 5 minutes.'
    severity: 2
    query: 'customMetrics | where name == "orcheo.execution.queue_time" | summarize waited = sum(valueSum) / sum(valueCount) | where waited > 30'
  }
  {
    name: 'late-triggers'
    description: 'A trigger started its execution more than 60 seconds late within 5 minutes.'
    severity: 2
    query: 'customMetrics | where name == "orcheo.trigger.latency" | summarize latest = max(valueMax) | where latest > 60'
  }
  {
    name: 'slow-storage'
    description: 'Operations of the store took more than half a second on average within 5 minutes: it is throttled, or too small.'
    severity: 2
    query: 'customMetrics | where name == "orcheo.storage.operation.duration" | summarize took = sum(valueSum) / sum(valueCount), total = sum(valueCount) | where total >= 20 and took > 0.5'
  }
  {
    name: 'exceptions'
    description: 'More than 20 exceptions were logged within 5 minutes.'
    severity: 3
    query: 'exceptions | summarize total = count() | where total > 20'
  }
]

resource rule 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for item in rules: {
    name: '${prefix}-${item.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: '${prefix}: ${item.name}'
      description: item.description
      severity: item.severity
      enabled: true
      scopes: [insightsId]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT5M'
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: item.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: empty(emails) ? [] : [people.id] }
    }
  }
]
