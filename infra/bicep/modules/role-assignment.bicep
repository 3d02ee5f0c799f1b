metadata description = 'Least privilege, in one place: gives one principal one built-in role on the storage account, the vault, SignalR or Application Insights.'

@description('Required. The name of the managed identity.')
param identityName string

@description('Required. What the role is given on.')
@allowed(['storage', 'keyVault', 'signalR', 'applicationInsights', 'durableTaskHub'])
param on string

@description('Required. The name of that resource; `scheduler/hub` for a task hub.')
param resourceName string

@description('Required. The GUID of the built-in role definition.')
param roleDefinitionGuid string

var role = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleDefinitionGuid)

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource storage 'Microsoft.Storage/storageAccounts@2024-01-01' existing = if (on == 'storage') {
  name: resourceName
}

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = if (on == 'keyVault') {
  name: resourceName
}

resource signalR 'Microsoft.SignalRService/signalR@2024-03-01' existing = if (on == 'signalR') {
  name: resourceName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = if (on == 'applicationInsights') {
  name: resourceName
}

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' existing = if (on == 'durableTaskHub') {
  name: split(resourceName, '/')[0]

  resource hub 'taskHubs' existing = {
    name: last(split(resourceName, '/'))
  }
}

resource onStorage 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (on == 'storage') {
  name: guid(resourceGroup().id, resourceName, identityName, role)
  scope: storage
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: role
  }
}

resource onVault 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (on == 'keyVault') {
  name: guid(resourceGroup().id, resourceName, identityName, role)
  scope: vault
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: role
  }
}

resource onSignalR 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (on == 'signalR') {
  name: guid(resourceGroup().id, resourceName, identityName, role)
  scope: signalR
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: role
  }
}

resource onInsights 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (on == 'applicationInsights') {
  name: guid(resourceGroup().id, resourceName, identityName, role)
  scope: insights
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: role
  }
}

resource onHub 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (on == 'durableTaskHub') {
  name: guid(resourceGroup().id, resourceName, identityName, role)
  scope: scheduler::hub
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: role
  }
}
