metadata description = 'A private endpoint of one resource, with the names that lead to it.'

@description('Required. The name of the endpoint.')
param name string

@description('Required. Where the endpoint is.')
param location string

@description('Optional. Tags of every resource.')
param tags object = {}

@description('Required. The resource that is reached.')
param targetId string

@description('Required. Which part of it, such as blob, table, vault, sites or signalr.')
param groupId string

@description('Required. The private DNS zone of this resource group, such as privatelink.vaultcore.azure.net.')
param zoneName string

@description('Required. The subnet of the endpoint.')
param subnetId string

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' existing = {
  name: zoneName
}

resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: { id: subnetId }
    privateLinkServiceConnections: [
      { name: groupId, properties: { privateLinkServiceId: targetId, groupIds: [groupId] } }
    ]
  }

  resource names 'privateDnsZoneGroups' = {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [{ name: groupId, properties: { privateDnsZoneId: zone.id } }]
    }
  }
}
