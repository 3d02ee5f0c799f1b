metadata description = 'One function app on Flex Consumption, with an identity of its own and no keys for storage.'

@description('Required. The name of the app.')
param name string

@description('Required. The name of the service in azure.yaml that is deployed into it.')
param serviceName string

@description('Required. Where the app is.')
param location string

@description('Optional. Tags of every resource.')
param tags object = {}

@description('Required. The runtime.')
@allowed(['dotnet-isolated', 'python'])
param runtime string

@description('Required. The version of the runtime, such as 10.0.')
param runtimeVersion string

@description('Required. The resource id of the identity of the app.')
param identityId string

@description('Required. The client id of that identity.')
param identityClientId string

@description('Required. The account of the host: its locks, keys and packages.')
param hostStorageName string

@description('Required. The container that the app is deployed from.')
param deploymentContainer string

@description('Required. Where telemetry is sent.')
param insightsConnectionString string

@description('Optional. App settings beside those of every app.')
param settings object = {}

@description('Optional. Memory of an instance, in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Optional. The most instances.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 100

@description('Optional. Requests that one instance handles at once.')
@minValue(1)
@maxValue(1000)
param httpConcurrency int = 100

@description('Optional. Instances that never stop: {name, instanceCount}, name is http, durable or function:<name>.')
param alwaysReady array = []

@description('Optional. The subnet through which the app calls out; empty for none.')
param subnetId string = ''

@description('Optional. Whether the app can be reached only by private endpoints.')
param privateOnly bool = false

@description('Optional. The origins that browsers may call from.')
param allowedOrigins array = []

resource hostStorage 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: hostStorageName
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: '${name}-plan'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { tier: 'FlexConsumption', name: 'FC1' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': serviceName })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    publicNetworkAccess: privateOnly ? 'Disabled' : 'Enabled'
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    keyVaultReferenceIdentity: identityId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${hostStorage.properties.primaryEndpoints.blob}${deploymentContainer}'
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
      scaleAndConcurrency: {
        alwaysReady: alwaysReady
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        triggers: { http: { perInstanceConcurrency: httpConcurrency } }
      }
      runtime: { name: runtime, version: runtimeVersion }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
      remoteDebuggingEnabled: false
      cors: { allowedOrigins: allowedOrigins, supportCredentials: false }
    }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: union(
      {
        AzureWebJobsStorage__accountName: hostStorage.name
        AzureWebJobsStorage__credential: 'managedidentity'
        AzureWebJobsStorage__clientId: identityClientId
        APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
        APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'Authorization=AAD;ClientId=${identityClientId}'
        AZURE_CLIENT_ID: identityClientId
      },
      settings
    )
  }

  resource noFtp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource noScmPassword 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

@description('The name of the app.')
output name string = app.name

@description('The id of the app.')
output id string = app.id

@description('The address of the app, without a slash at its end.')
output address string = 'https://${app.properties.defaultHostName}'
