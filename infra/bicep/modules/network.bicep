metadata description = 'A virtual network: apps call out through it, and storage and vault are reached by private endpoints only. The sandbox has a subnet of its own, from which nothing but its own storage can be reached.'

@description('Required. Names begin with it.')
param prefix string

@description('Required. Where the network is.')
param location string

@description('Optional. Tags of every resource.')
param tags object = {}

@description('Optional. The addresses of the network: a /16.')
param addressPrefix string = '10.60.0.0/16'

var endpointSubnet = cidrSubnet(addressPrefix, 24, 0)

resource appRules 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: '${prefix}-apps-nsg'
  location: location
  tags: tags
  properties: {}
}

resource sandboxRules 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: '${prefix}-sandbox-nsg'
  location: location
  tags: tags
  properties: {
    securityRules: [
      {
        name: 'allow-private-endpoints'
        properties: {
          priority: 100
          direction: 'Outbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: endpointSubnet
          destinationPortRange: '443'
        }
      }
      {
        name: 'allow-telemetry'
        properties: {
          priority: 110
          direction: 'Outbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: 'AzureMonitor'
          destinationPortRange: '443'
        }
      }
      {
        name: 'allow-identity'
        properties: {
          priority: 120
          direction: 'Outbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: 'AzureActiveDirectory'
          destinationPortRange: '443'
        }
      }
      {
        name: 'deny-everything-else'
        properties: {
          priority: 4096
          direction: 'Outbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: '${prefix}-vnet'
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: [addressPrefix] }
    subnets: [
      {
        name: 'endpoints'
        properties: {
          addressPrefix: endpointSubnet
          privateEndpointNetworkPolicies: 'Enabled'
          networkSecurityGroup: { id: appRules.id }
        }
      }
      {
        name: 'apps'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 24, 1)
          delegations: [{ name: 'functions', properties: { serviceName: 'Microsoft.App/environments' } }]
          networkSecurityGroup: { id: appRules.id }
        }
      }
      {
        name: 'sandbox'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 24, 2)
          delegations: [{ name: 'functions', properties: { serviceName: 'Microsoft.App/environments' } }]
          networkSecurityGroup: { id: sandboxRules.id }
        }
      }
    ]
  }

  resource endpoints 'subnets' existing = {
    name: 'endpoints'
  }

  resource apps 'subnets' existing = {
    name: 'apps'
  }

  resource sandbox 'subnets' existing = {
    name: 'sandbox'
  }
}

@description('The id of the network.')
output id string = network.id

@description('The subnet of private endpoints.')
output endpointSubnetId string = network::endpoints.id

@description('The subnet of the .NET apps.')
output appSubnetId string = network::apps.id

@description('The subnet of the sandbox.')
output sandboxSubnetId string = network::sandbox.id
