metadata description = 'Log Analytics and Application Insights. Telemetry is sent with managed identities only.'

@description('Required. Names begin with it.')
param prefix string

@description('Required. Where the resources are.')
param location string

@description('Optional. Tags of every resource.')
param tags object = {}

@description('Optional. How long logs are kept, in days.')
@minValue(30)
@maxValue(730)
param retentionDays int = 30

@description('Optional. The most gigabytes a day that are taken in; -1 for no limit.')
param dailyCapGb int = 5

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${prefix}-logs'
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: retentionDays
    workspaceCapping: { dailyQuotaGb: dailyCapGb }
    features: { disableLocalAuth: true, enableLogAccessUsingOnlyResourcePermissions: true }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: '${prefix}-insights'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
    IngestionMode: 'LogAnalytics'
  }
}

@description('The name of the Application Insights component.')
output insightsName string = insights.name

@description('The id of the Application Insights component.')
output insightsId string = insights.id

@description('Where telemetry is sent. Holds no secret: local authentication is off.')
output connectionString string = insights.properties.ConnectionString

@description('The id of the Log Analytics workspace.')
output workspaceId string = workspace.id
