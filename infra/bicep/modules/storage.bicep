metadata description = 'A storage account without shared keys: identities only, TLS 1.2, nothing public.'

@description('Required. The name of the account: 3 to 24 lower-case letters and digits.')
@minLength(3)
@maxLength(24)
param name string

@description('Required. Where the account is.')
param location string

@description('Optional. Tags of every resource.')
param tags object = {}

@description('Optional. The redundancy.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS', 'Standard_RAGZRS'])
param sku string = 'Standard_ZRS'

@description('Optional. Containers to make, such as those that apps are deployed from.')
param containers array = []

@description('Optional. How many days deleted blobs and containers can be brought back.')
@minValue(1)
@maxValue(365)
param softDeleteDays int = 14

@description('Optional. Whether the account can be reached only by private endpoints.')
param privateOnly bool = false

@description('Required. Where diagnostic logs go: the id of a Log Analytics workspace.')
param workspaceId string

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: sku }
  kind: 'StorageV2'
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    publicNetworkAccess: privateOnly ? 'Disabled' : 'Enabled'
    supportsHttpsTrafficOnly: true
    networkAcls: {
      bypass: 'None'
      defaultAction: privateOnly ? 'Deny' : 'Allow'
    }
    encryption: {
      keySource: 'Microsoft.Storage'
      requireInfrastructureEncryption: true
      services: {
        blob: { enabled: true, keyType: 'Account' }
        queue: { enabled: true, keyType: 'Account' }
        table: { enabled: true, keyType: 'Account' }
      }
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      deleteRetentionPolicy: { enabled: true, days: softDeleteDays }
      containerDeleteRetentionPolicy: { enabled: true, days: softDeleteDays }
    }

    resource folder 'containers' = [
      for container in containers: {
        name: container
        properties: { publicAccess: 'None' }
      }
    ]
  }

  resource tables 'tableServices' = {
    name: 'default'
  }
}

resource tableLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-log-analytics'
  scope: account::tables
  properties: {
    workspaceId: workspaceId
    logs: [
      { category: 'StorageDelete', enabled: true }
    ]
    metrics: [
      { category: 'Transaction', enabled: true }
    ]
  }
}

@description('The name of the account.')
output name string = account.name

@description('The id of the account.')
output id string = account.id

@description('The blob endpoint.')
output blobEndpoint string = account.properties.primaryEndpoints.blob

@description('The table endpoint.')
output tableEndpoint string = account.properties.primaryEndpoints.table
