metadata description = 'Durable Task Scheduler: the managed task hub, instead of queues, tables and blobs of the host storage.'

@description('Required. The name of the scheduler.')
param name string

@description('Required. Where the scheduler is.')
param location string

@description('Optional. Tags of every resource.')
param tags object = {}

@description('Required. The name of the task hub.')
param hubName string

@description('Optional. Addresses (CIDR) that may connect.')
param allowedAddresses array = ['0.0.0.0/0']

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    ipAllowlist: allowedAddresses
    sku: { name: 'Consumption' }
  }

  resource hub 'taskHubs' = {
    name: hubName
  }
}

@description('The name of the scheduler.')
output name string = scheduler.name

@description('The name of the task hub.')
output hubName string = scheduler::hub.name

@description('Where the scheduler is reached.')
output endpoint string = scheduler.properties.endpoint
