metadata description = 'A private DNS zone, linked with the network.'

@description('Required. The name of the zone.')
param name string

@description('Optional. Tags of every resource.')
param tags object = {}

@description('Required. The network that asks it.')
param networkId string

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: name
  location: 'global'
  tags: tags

  resource link 'virtualNetworkLinks' = {
    name: 'network'
    location: 'global'
    tags: tags
    properties: { registrationEnabled: false, virtualNetwork: { id: networkId } }
  }
}

@description('The name of the zone.')
output name string = zone.name
