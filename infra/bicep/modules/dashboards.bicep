metadata description = 'The workbook that shows executions, nodes, triggers and model calls; its queries use the names of docs/observability.md.'

@description('Required. Names begin with it.')
param prefix string

@description('Required. Where the workbook is.')
param location string

@description('Optional. Tags of every resource.')
param tags object = {}

@description('Required. The Application Insights component that it reads.')
param insightsId string

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, prefix, 'workbook')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: '${prefix}: workflows'
    category: 'workbook'
    serializedData: loadTextContent('../../azure/workbook.json')
    sourceId: insightsId
  }
}
