metadata description = 'Private endpoints of storage, vault, SignalR and sandbox, with the DNS zones that lead to them.'

@description('Required. Names begin with it.')
param prefix string

@description('Required. Where the endpoints are.')
param location string

@description('Optional. Tags of every resource.')
param tags object = {}

@description('Required. The network that uses them.')
param networkId string

@description('Required. Their subnet.')
param subnetId string

@description('Required. Storage accounts: {name, id, groups}.')
param storageAccounts array

@description('Required. The vault.')
param vaultId string

@description('Required. SignalR Service.')
param signalRId string

@description('Required. The sandbox app.')
param sandboxId string

var storageEndpoints = flatten(map(
  storageAccounts,
  account => map(account.groups, part => { name: '${account.name}-${part}', id: account.id, part: part })
))
var zones = {
  blob: 'privatelink.blob.${environment().suffixes.storage}'
  queue: 'privatelink.queue.${environment().suffixes.storage}'
  table: 'privatelink.table.${environment().suffixes.storage}'
  vault: 'privatelink${replace(environment().suffixes.keyvaultDns, '.vault.', '.vaultcore.')}'
  signalr: 'privatelink.service.signalr.net'
  sites: 'privatelink.azurewebsites.net'
}

module names 'private-dns-zone.bicep' = [
  for zone in items(zones): {
    name: 'zone-${zone.key}'
    params: { name: zone.value, tags: tags, networkId: networkId }
  }
]

module storage 'private-endpoint.bicep' = [
  for endpoint in storageEndpoints: {
    name: 'endpoint-${endpoint.name}'
    params: {
      name: '${prefix}-${endpoint.name}-pe'
      location: location
      tags: tags
      targetId: endpoint.id
      groupId: endpoint.part
      zoneName: zones[endpoint.part]
      subnetId: subnetId
    }
    dependsOn: [names]
  }
]

module vault 'private-endpoint.bicep' = {
  name: 'endpoint-vault'
  params: {
    name: '${prefix}-vault-pe'
    location: location
    tags: tags
    targetId: vaultId
    groupId: 'vault'
    zoneName: zones.vault
    subnetId: subnetId
  }
  dependsOn: [names]
}

module signalR 'private-endpoint.bicep' = {
  name: 'endpoint-signalr'
  params: {
    name: '${prefix}-signalr-pe'
    location: location
    tags: tags
    targetId: signalRId
    groupId: 'signalr'
    zoneName: zones.signalr
    subnetId: subnetId
  }
  dependsOn: [names]
}

module sandbox 'private-endpoint.bicep' = {
  name: 'endpoint-sandbox'
  params: {
    name: '${prefix}-sandbox-pe'
    location: location
    tags: tags
    targetId: sandboxId
    groupId: 'sites'
    zoneName: zones.sites
    subnetId: subnetId
  }
  dependsOn: [names]
}
