metadata description = 'The identity of one app. Each app has its own, so that each gets only the roles that it needs.'

@description('Required. The name of the identity.')
param name string

@description('Required. Where the identity is.')
param location string

@description('Optional. Tags of every resource.')
param tags object = {}

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

@description('The resource id.')
output id string = identity.id

@description('The client id.')
output clientId string = identity.properties.clientId

@description('The principal id.')
output principalId string = identity.properties.principalId
