metadata description = 'Alerts on what users would notice: failed requests, slow answers, executions that fail, exceptions.'

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

var rules = [
  {
    name: 'failed-requests'
    description: 'More than 5 % of requests to the API were answered with a server error within 5 minutes.'
    severity: 1
    query: 'requests | where tolong(resultCode) >= 100 | summarize failed = countif(tolong(resultCode) >= 500), total = count() | where total >= 20 and failed * 20 > total'
  }
  {
    name: 'slow-requests'
    description: 'The 95th percentile of answers of the API was over 2 seconds within 5 minutes.'
    severity: 2
    query: 'requests | where name !has "hooks" | summarize p95 = percentile(duration, 95), total = count() | where total >= 20 and p95 > 2000'
  }
  {
    name: 'failed-executions'
    description: 'More than half of at least 10 executions failed within 5 minutes.'
    severity: 2
    query: 'customMetrics | where name == "orcheo.executions" | extend status = tostring(customDimensions["orcheo.execution.status"]) | summarize failed = sumif(valueSum, status == "failed"), total = sum(valueSum) | where total >= 10 and failed * 2 > total'
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
