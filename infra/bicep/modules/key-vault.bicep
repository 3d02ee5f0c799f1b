metadata description = 'The vault of the master key and of what apps need to know once. Roles instead of access policies; nothing in it can be purged.'

@description('Required. The name of the vault: 3 to 24 characters.')
@minLength(3)
@maxLength(24)
param name string

@description('Required. Where the vault is.')
param location string

@description('Optional. Tags of every resource.')
param tags object = {}

@description('Optional. Whether the vault can be reached only by private endpoints.')
param privateOnly bool = false

@description('Required. Where audit logs go: the id of a Log Analytics workspace.')
param workspaceId string

@description('Required. The bootstrap key with every scope, at least 24 characters.')
@secure()
@minLength(24)
param adminKey string

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 90
    enabledForDeployment: false
    enabledForDiskEncryption: false
    enabledForTemplateDeployment: false
    publicNetworkAccess: privateOnly ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: privateOnly ? 'Deny' : 'Allow'
    }
  }

  resource admin 'secrets' = {
    name: 'orcheo-admin-key'
    properties: {
      value: adminKey
      contentType: 'text/plain'
    }
  }
}

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-log-analytics'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [
      { categoryGroup: 'audit', enabled: true }
    ]
  }
}

@description('The name of the vault.')
output name string = vault.name

@description('The id of the vault.')
output id string = vault.id

@description('The address of the vault.')
output uri string = vault.properties.vaultUri

@description('Where the bootstrap key is, for a Key Vault reference.')
output adminKeyUri string = vault::admin.properties.secretUri
