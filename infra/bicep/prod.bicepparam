using 'main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'prod')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param adminKey = readEnvironmentVariable('ORCHEO_ADMIN_KEY')
param networkIsolation = true
param durableBackend = 'durableTaskScheduler'
param storageSku = 'Standard_GZRS'
param signalRSku = 'Standard_S1'
param alwaysReadyInstances = 2
