Console.WriteLine("Orcheo");
